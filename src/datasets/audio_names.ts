/**
 * Names of sound files.
 * @module
 */

/**
 * Extensions of audio files, including formats that are not decoded here, so that such files are reported when they
 * are read instead of being silently skipped.
 */
export const AUDIO: RegExp =
  /\.(wav|wave|w64|flac|ogg|oga|opus|mp[123]|aac|aif|aiff|aifc|au|snd|caf|m4a|wma)$/i;

/** The default column of audio files. */
export const FILE_COLUMN = "file_name";
