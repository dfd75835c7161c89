"""Makes sound files of every kind that Earnest reads or refuses, whole, unusual, cut off and damaged.

Run by compare.py. `files(folder)` writes them and returns a list of (name, what it is, state): the state is `whole`
(all of the sound is there), `part` (some of it is not), `other` (a kind that is not to be read) or `unclear` (no byte
of the file says which).
"""
import struct

import numpy as np

from bytes import (ID3, ID3V1, ape, chunk, extensible, fmt, layer1_frame, mp3_frames, pages, riff, with_flags,
                   with_number)
from codings import containers, wav_codings
from sounds import MONO, PCM16, STEREO, Files

def wav_oddities(files):
    data, form = chunk(b"data", PCM16), chunk(b"fmt ", fmt())

    def add(name, what, *chunks, state="whole", **outer):
        files.add(name, what, riff(*chunks, **outer), state)

    for more in [1, 2, 16, 44, 1000]:
        add(f"data_plus{more}.wav", f"data length {more} too large, file length right", form,
            chunk(b"data", PCM16, len(PCM16) + more))
    for name, length in [("0", 0), ("80000000", 0x80000000), ("ffffffff", 0xFFFFFFFF), ("7fffffff", 0x7FFFFFFF),
                         ("7ffff000", 0x7FFFF000)]:
        add(f"data_{name}.wav", f"data length 0x{name}", form, chunk(b"data", PCM16, length))
        add(f"streamed_{name}.wav", f"data and file length 0x{name}", form, chunk(b"data", PCM16, length),
            length=length)
    add("killed.wav", "lengths of an empty file, as a killed recorder leaves them", form, chunk(b"data", PCM16, 0),
        length=36)
    add("riff_short.wav", "file length too small", form, data, length=100)
    add("riff_long.wav", "file length too large", form, data, length=len(PCM16) + 5000)
    add("odd_list_nopad.wav", "LIST of odd length without pad byte", chunk(b"LIST", b"INFOabc", pad=False), form, data,
        state="unclear")
    add("odd_list.wav", "LIST of odd length", chunk(b"LIST", b"INFOabc"), form, data)
    eight = (128 + np.round(MONO * 127)).astype("u1").tobytes()
    add("odd_data_nopad.wav", "8 bits, odd length, no pad byte", chunk(b"fmt ", fmt(bits=8)),
        chunk(b"data", eight, pad=False))
    add("odd_data_list.wav", "8 bits, odd length, no pad byte, LIST", chunk(b"fmt ", fmt(bits=8)),
        chunk(b"data", eight, pad=False), chunk(b"LIST", b"INFO"))
    add("half_frame.wav", "data of an odd number of bytes", form, chunk(b"data", PCM16 + b"\x01", pad=False))
    wide = np.round(MONO * 2**23).astype("<i4")
    add("pcm24_align4.wav", "24 bits in blocks of 4 bytes", chunk(b"fmt ", fmt(bits=24, align=4)),
        chunk(b"data", (wide * 256).astype("<i4").tobytes()))
    add("ex24_in32.wav", "extensible, 24 valid bits of 32", chunk(b"fmt ", extensible(bits=32, valid=24)),
        chunk(b"data", (wide * 256).astype("<i4").tobytes()))
    add("pcm12.wav", "12 bits", chunk(b"fmt ", fmt(bits=12)), data)
    add("pcm20.wav", "20 bits", chunk(b"fmt ", fmt(bits=20)),
        chunk(b"data", wide.view("u1").reshape(-1, 4)[:, :3].tobytes()))
    for align in [0, 1, 6, 100]:
        add(f"align{align}.wav", f"16 bits, block align {align}", chunk(b"fmt ", fmt(align=align)), data)
    for rate in [0, 1, 44101]:
        add(f"byterate{rate}.wav", f"16 bits, byte rate {rate}", chunk(b"fmt ", fmt(byte_rate=rate)), data)
    add("valid17.wav", "extensible, 17 valid bits of 16", chunk(b"fmt ", extensible(valid=17)), data)
    cut = 20000
    add("twodata.wav", "two data chunks", form, chunk(b"data", PCM16[:cut]), chunk(b"data", PCM16[cut:]))
    add("twodata_list.wav", "two data chunks with a LIST between", form, chunk(b"data", PCM16[:cut]),
        chunk(b"LIST", b"INFO"), chunk(b"data", PCM16[cut:]))
    add("empty_data.wav", "no samples", form, chunk(b"data", b""), state="other")
    whole = riff(form, data)
    files.add("two_files.wav", "two WAV files, one behind the other", whole + whole)
    files.add("id3_before.wav", "ID3v2 before RIFF", ID3 + whole)
    files.add("id3v1_behind.wav", "ID3v1 behind the sound", whole + ID3V1)
    files.add("junk_behind.wav", "100 zeros behind the sound", whole + bytes(100))
    files.add("wav_named.mp3", "WAV named .mp3", whole)
    files.add("wav_named.flac", "WAV named .flac", whole)
    for keep in [50, 30000, len(whole) - 1000, len(whole) - 2]:
        files.add(f"cut_{keep}.wav", f"WAV cut off at byte {keep} of {len(whole)}", whole[:keep], "part")
    files.add("cut_fmt.wav", "WAV cut off in its header", whole[:30], "part")
    cut64 = files.read("rf64_pcm_16.wav")
    files.add("cut_rf64.wav", "RF64 cut off", cut64[:40000], "part")
    w64 = files.read("w64_pcm_16.w64")
    files.add("cut.w64", "Wave64 cut off", w64[:40000], "part")


def cut_containers(files):
    aiff, au, caf = (files.read(f"{name}_pcm_16.{end}") for name, end in [("aiff", "aif"), ("au", "au"),
                                                                         ("caf", "caf")])
    for name, content in [("cut.aif", aiff), ("cut.au", au), ("cut.caf", caf)]:
        files.add(name, f"{name[4:].upper()} cut off", content[:50000], "part")
    for name, source, what in [
        ("cut_gsm.wav", "wav_gsm610.wav", "WAV, GSM 6.10"), ("cut_g721.au", "au_g721_32.au", "AU, G.721"),
        ("cut_alac.caf", "caf_alac_16.caf", "CAF, Apple Lossless"),
    ]:
        files.add(name, f"{what} cut off", files.read(source)[:5000], "part")
    files.add("unknown_length.au", "AU without a length", au[:8] + b"\xff" * 4 + au[12:])
    at = aiff.index(b"SSND") + 4
    length = struct.unpack(">I", aiff[at : at + 4])[0]
    files.add("ssnd_plus16.aif", "AIFF, sound length 16 too large",
              aiff[:at] + struct.pack(">I", length + 16) + aiff[at + 4 :])
    at = aiff.index(b"COMM") + 10
    files.add("comm_few.aif", "AIFF that states 10,000 samples",
              aiff[:at] + struct.pack(">I", 10000) + aiff[at + 4 :], "unclear")
    files.add("id3_before.aif", "ID3v2 before AIFF", ID3 + aiff)
    at = caf.index(b"data") + 4
    files.add("unknown_length.caf", "CAF without a length", caf[:at] + b"\xff" * 8 + caf[at + 8 :])


def mp3(files):
    base = files.encoded("tagged.mp3", "MP3 with LAME's tag", "-c:a", "libmp3lame", "-b:a", "64k", "-id3v2_version", "0")
    plain = files.encoded("plain.mp3", "MP3 without a tag", "-c:a", "libmp3lame", "-b:a", "64k", "-write_xing", "0",
                          "-id3v2_version", "0")
    files.encoded("vbr.mp3", "MP3, variable bit rate", "-c:a", "libmp3lame", "-q:a", "4")
    files.encoded("stereo.mp3", "MP3, stereo, 44,100 Hz", "-c:a", "libmp3lame", "-ar", "44100",
                  source="wav_pcm_16_stereo.wav")
    places = mp3_frames(plain)
    middle, last = places[len(places) // 2], places[-2]
    inserted = [("id3v2", ID3), ("ape", ape()), ("id3v1", ID3V1), ("junk", bytes(50)), ("long_junk", b"\x55" * 3000)]
    for name, tag in inserted:
        files.add(f"{name}_between.mp3", f"MP3, {name} between frames", plain[:middle] + tag + plain[middle:])
        files.add(f"{name}_behind.mp3", f"MP3, {name} behind the last frame", plain + tag)
        files.add(f"{name}_before.mp3", f"MP3, {name} before the first frame", tag + plain)
        files.add(f"{name}_in_tagged.mp3", f"MP3 with LAME's tag, {name} behind the last frame", base + tag)
    files.add("half_frame_plain.mp3", "MP3 without a tag, half a last frame", plain[: last + 60], "unclear")
    files.add("half_frame_more.mp3", "MP3 with LAME's tag, half a frame behind the last", base + plain[:60])
    tagged = mp3_frames(base)
    files.add("half_frame_tagged.mp3", "MP3 with LAME's tag, half a last frame", base[: tagged[-2] + 60], "part")
    files.add("cut_tagged.mp3", "MP3 with LAME's tag, cut off inside a frame", base[: tagged[30] + 70], "part")
    files.add("stale_fewer.mp3", "MP3 whose tag states more frames, cut between two", base[: tagged[30]], "unclear")
    files.add("stale_more.mp3", "MP3 whose tag states fewer frames", base + plain[places[5] :], "unclear")
    files.add("joined.mp3", "two MP3 files with tags, one behind the other", base + base)
    hole = bytearray(base)
    hole[tagged[20] : tagged[24]] = bytes(tagged[24] - tagged[20])
    files.add("hole_tagged.mp3", "MP3 with LAME's tag, four frames overwritten by zeros", bytes(hole), "part")
    stereo = bytearray(plain)
    for at in places[len(places) // 2 : -1]:
        stereo[at + 3] &= 0x3F
    other = files.encoded("other_rate.mp3", "MP3 without a tag, 44,100 Hz", "-c:a", "libmp3lame", "-ar", "44100",
                          "-write_xing", "0", "-id3v2_version", "0")
    two = files.encoded("two_channels.mp3", "MP3 without a tag, stereo", "-c:a", "libmp3lame", "-write_xing", "0",
                        "-id3v2_version", "0", source="wav_pcm_16_stereo.wav")
    files.add("channels.mp3", "MP3, mono and then stereo", plain + two)
    files.add("rates.mp3", "MP3, 22,050 and then 44,100 Hz", plain + other, "unclear")
    files.add("mp3_named.wav", "MP3 named .wav", base)
    layer2 = files.encoded("layer2.mp2", "MPEG layer II", "-c:a", "mp2")
    files.add("layers.mp3", "MP3 and then layer II", plain + layer2, "unclear")
    noise = np.random.default_rng(6).integers(0, 63, (40, 48))
    files.add("layer1.mp1", "MPEG layer I", b"".join(layer1_frame(values) for values in noise))


def flac(files):
    base = files.written("base.flac", "FLAC", "PCM_16", "FLAC")
    files.written("flac_24.flac", "FLAC, 24 bits, stereo", "PCM_24", "FLAC", STEREO)
    files.add("id3_before.flac", "ID3v2 before FLAC", ID3 + base)
    files.add("id3v1_behind.flac", "ID3v1 behind FLAC", base + ID3V1)
    files.add("id3v2_behind.flac", "ID3v2 behind FLAC", base + ID3)
    files.add("ape_behind.flac", "APE behind FLAC", base + ape())
    files.add("zeros_behind.flac", "100 zeros behind FLAC", base + bytes(100))
    files.add("junk_behind.flac", "100 other bytes behind FLAC", base + b"\x55" * 100)
    files.add("cut.flac", "FLAC cut off", base[: len(base) * 2 // 3], "part")
    # The last four bytes of the 36 bits of the length, at byte 21 of the file.
    unknown = base[:21] + bytes([base[21] & 0xF0]) + bytes(4) + base[26:]
    files.add("unknown_length.flac", "FLAC without a length", unknown)
    fewer = base[:22] + struct.pack(">I", 30000) + base[26:]
    files.add("fewer.flac", "FLAC that states 30,000 samples", fewer, "unclear")
    more = base[:22] + struct.pack(">I", 40000) + base[26:]
    files.add("more.flac", "FLAC that states 40,000 samples", more, "part")
    damaged = bytearray(base)
    damaged[len(base) // 2] ^= 8
    files.add("damaged.flac", "FLAC with a wrong bit", bytes(damaged), "part")
    files.add("native_flac_named.wav", "FLAC named .wav", base)


def ogg_kind(files, name, ending, base):
    """What can happen to pages, whatever they hold."""
    what = ending.upper() if name == ending else f"Ogg {name}"
    files.add(f"{name}_id3.{ending}", f"ID3v2 before {what}", ID3 + base)
    files.add(f"{name}_zeros.{ending}", f"{what}, 100 zeros behind the last page", base + bytes(100))
    files.add(f"{name}_junk.{ending}", f"{what}, an APE tag behind the last page", base + ape())
    all_pages = pages(base)
    unmarked = b"".join(all_pages[:-1]) + with_flags(all_pages[-1], clear=4)
    files.add(f"{name}_noeos.{ending}", f"{what} without an end-of-stream mark", unmarked)
    files.add(f"{name}_noeos_zeros.{ending}", f"{what} without the mark, 100 zeros behind", unmarked + bytes(100))
    renumbered = [with_number(page, i if i < 3 else i + 7) for i, page in enumerate(all_pages)]
    files.add(f"{name}_gap.{ending}", f"{what}, page numbers that skip seven", b"".join(renumbered))
    between = b"".join(all_pages[:3]) + bytes(40) + b"".join(all_pages[3:])
    files.add(f"{name}_between.{ending}", f"{what}, 40 zeros between pages", between)
    missing = b"".join(all_pages[:3] + all_pages[4:])
    files.add(f"{name}_missing.{ending}", f"{what}, a page is missing", missing, "part")
    files.add(f"{name}_cut.{ending}", f"{what} cut off inside a page", base[: len(base) * 3 // 4], "part")
    files.add(f"{name}_cut_pages.{ending}", f"{what} cut off between pages", b"".join(all_pages[:-1]), "unclear")
    damaged = bytearray(base)
    damaged[len(base) * 2 // 3] ^= 8
    files.add(f"{name}_damaged.{ending}", f"{what} with a wrong bit", bytes(damaged), "part")
    files.add(f"{name}_chained.{ending}", f"two {what} files, one behind the other", base + base)
    files.add(f"{name}_chained_noeos.{ending}", f"two {what} files, the first without an end-of-stream mark",
              unmarked + base)
    files.add(f"{name}_chained_cut.{ending}", f"two {what} files, the second cut off",
              base + base[: len(base) * 3 // 4], "part")
    files.add(f"{name}_named.wav", f"{what} named .wav", base)


def ogg(files):
    options = ["-page_duration", "100000"]
    vorbis = files.encoded("vorbis.ogg", "Ogg Vorbis", "-c:a", "libvorbis", *options)
    files.encoded("vorbis_stereo.ogg", "Ogg Vorbis, stereo", "-c:a", "libvorbis", source="wav_pcm_16_stereo.wav")
    files.written("vorbis_sf.ogg", "Ogg Vorbis by libsndfile", "VORBIS", "OGG")
    opus = files.encoded("opus.opus", "Ogg Opus", "-c:a", "libopus", *options)
    files.encoded("opus_stereo.opus", "Ogg Opus, stereo", "-c:a", "libopus", source="wav_pcm_16_stereo.wav")
    chained = files.read("vorbis_stereo.ogg") + vorbis
    files.add("chained_channels.ogg", "Ogg Vorbis, a stereo file and then a mono one", chained, "other")
    oggflac = files.encoded("flac.oga", "Ogg FLAC", "-c:a", "flac", "-f", "ogg", *options)
    ogg_kind(files, "vorbis", "ogg", vorbis)
    ogg_kind(files, "opus", "opus", opus)
    ogg_kind(files, "flac", "oga", oggflac)


def others(files):
    files.encoded("aac.m4a", "M4A, AAC", "-c:a", "aac", state="other")
    files.encoded("adts.aac", "AAC", "-c:a", "aac", state="other")
    files.encoded("opus.webm", "WebM, Opus", "-c:a", "libopus", state="other")
    files.encoded("wma.wma", "Windows Media", "-c:a", "wmav2", state="other")
    files.encoded("wv.wv", "WavPack", "-c:a", "wavpack", state="other")
    files.add("text.wav", "text", b"file_name,label\n" * 20, "other")
    files.add("zeros.wav", "zeros", bytes(5000), "other")
    files.add("empty.wav", "nothing", b"", "other")


def files(folder):
    """Makes all files."""
    made = Files(folder)
    for part in [wav_codings, wav_oddities, containers, cut_containers, mp3, flac, ogg, others]:
        part(made)
    return made.list
