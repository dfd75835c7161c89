// Decodes a WAV file, and embeds it with the backbone without learned parameters: statistics of 64 log-mel bands.
// Needs examples/data. In the checkout:
//     deno run --allow-read=. examples/embed_wav.ts
import { AudioDecoder, openLogMelStatistics, Resampler } from "../doors/backbones.ts";

const bytes = await Deno.readFile("examples/data/tone.wav");
using decoder = new AudioDecoder();
const sound = await decoder.decode(bytes, "tone.wav");
console.log(`${sound.samples.length} samples at ${sound.sampleRateHz} Hz`);

const backbone = openLogMelStatistics();
using resampler = await Resampler.open(backbone.preparation.sampleRateHz);
const embedding = await backbone.embed(resampler.resample(sound));
const means = embedding.subarray(0, 64); // Deviations follow.
console.log(
  `${embedding.length} numbers; band ${means.indexOf(Math.max(...means))} is the loudest`,
);
