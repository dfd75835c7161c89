"""Files of every coding of WAV, AIFF, AU and CAF."""
from sounds import MONO, STEREO


def wav_codings(files):
    for subtype, what in [
        ("PCM_U8", "8 bits"), ("PCM_16", "16 bits"), ("PCM_24", "24 bits"), ("PCM_32", "32 bits"), ("FLOAT", "float"),
        ("DOUBLE", "double"), ("ALAW", "A-law"), ("ULAW", "mu-law"), ("IMA_ADPCM", "IMA ADPCM"),
        ("MS_ADPCM", "Microsoft ADPCM"),
    ]:
        for data, many in [(MONO, ""), (STEREO, "_stereo")]:
            name = "base.wav" if subtype == "PCM_16" and many == "" else f"wav_{subtype.lower()}{many}.wav"
            files.written(name, f"WAV, {what}{', stereo' if many else ''}", subtype, "WAV", data)
    for subtype in ["PCM_16", "PCM_24", "FLOAT", "ALAW"]:
        files.written(f"wavex_{subtype.lower()}.wav", f"extensible WAV, {subtype}", subtype, "WAVEX", STEREO)
        files.written(f"rf64_{subtype.lower()}.wav", f"RF64, {subtype}", subtype, "RF64")
        files.written(f"w64_{subtype.lower()}.w64", f"Wave64, {subtype}", subtype, "W64")
    files.written("rifx_pcm_16.wav", "RIFX (big-endian WAV), 16 bits", "PCM_16", "WAV", endian="BIG")
    files.written("rifx_pcm_24.wav", "RIFX, 24 bits", "PCM_24", "WAV", endian="BIG")
    files.written("rifx_float.wav", "RIFX, float", "FLOAT", "WAV", endian="BIG")
    files.written("wav_gsm610.wav", "WAV, GSM 6.10", "GSM610", "WAV")
    files.written("w64_gsm610.w64", "Wave64, GSM 6.10", "GSM610", "W64")
    files.encoded("ff_gsm.wav", "GSM 6.10 by ffmpeg", "-c:a", "libgsm_ms", "-ar", "8000")
    files.encoded("ff_ima.wav", "IMA ADPCM by ffmpeg, stereo", "-c:a", "adpcm_ima_wav", source="wav_pcm_16_stereo.wav")
    files.encoded("ff_ms.wav", "Microsoft ADPCM by ffmpeg", "-c:a", "adpcm_ms")
    files.encoded("mp3_in.wav", "WAV, MP3", "-c:a", "libmp3lame")
    files.encoded("s64.wav", "WAV, 64-bit integers", "-c:a", "pcm_s64le")


def containers(files):
    for kind, ending in [("AIFF", "aif"), ("AU", "au"), ("CAF", "caf")]:
        subtypes = ["PCM_S8", "PCM_16", "PCM_24", "PCM_32", "FLOAT", "DOUBLE", "ALAW", "ULAW"]
        for subtype in subtypes:
            files.written(f"{kind.lower()}_{subtype.lower()}.{ending}", f"{kind}, {subtype}", subtype, kind, STEREO)
    files.written("aifc_sowt.aifc", "AIFF-C, sowt", "PCM_16", "AIFF", STEREO, "LITTLE")
    files.written("aifc_ima4.aifc", "AIFF-C, ima4", "IMA_ADPCM", "AIFF")
    files.written("au_little.au", "AU, the lowest byte first", "PCM_16", "AU", MONO, "LITTLE")
    files.written("caf_little.caf", "CAF, the lowest byte first", "PCM_24", "CAF", STEREO, "LITTLE")
    files.encoded("caf_ima4.caf", "CAF, ima4", "-c:a", "adpcm_ima_qt", source="wav_pcm_16_stereo.wav")
    for bits in [16, 24, 32]:
        files.written(f"caf_alac_{bits}.caf", f"CAF, Apple Lossless, {bits} bits", f"ALAC_{bits}", "CAF")
        files.written(f"caf_alac_{bits}_stereo.caf", f"CAF, Apple Lossless, {bits} bits, stereo", f"ALAC_{bits}", "CAF",
                      STEREO)
    files.encoded("ff_alac.caf", "CAF, Apple Lossless by ffmpeg, stereo", "-c:a", "alac",
                  source="wav_pcm_16_stereo.wav")
    for subtype, name in [("G721_32", "G.721"), ("G723_24", "G.723, 24 kbit/s"), ("G723_40", "G.723, 40 kbit/s")]:
        files.written(f"au_{subtype.lower()}.au", f"AU, {name}", subtype, "AU")
    files.encoded("ff_g721.au", "AU, G.721 by ffmpeg", "-c:a", "g726le", "-b:a", "32k", "-ar", "8000")
