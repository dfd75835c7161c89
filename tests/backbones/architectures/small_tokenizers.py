"""Small tokenizers, each with all that transformers' own class for the architecture adds to a trained vocabulary."""

import json
from pathlib import Path

from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers, processors, trainers
from transformers import (
    BertTokenizer, CLIPTokenizer, MPNetTokenizer, Qwen2Tokenizer, RobertaTokenizer, T5Tokenizer,
)

# The sentences of the other tokenizers of these tests.
TOKENIZERS = Path(__file__).parents[2] / "fixtures/tokenizers"
SENTENCES = (TOKENIZERS / "sentences.txt").read_text(encoding="utf-8").splitlines()


def trained(tokenizer, trainer):
    """The vocabulary, and the merges where there are any, after training on the sentences."""
    tokenizer.train_from_iterator(SENTENCES, trainer)
    model = json.loads(tokenizer.to_str())["model"]
    return model["vocab"], [tuple(merge) for merge in model.get("merges", [])]


def wordpiece(special):
    tokenizer = Tokenizer(models.WordPiece(unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.BertNormalizer(lowercase=True)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    return trained(tokenizer, trainers.WordPieceTrainer(vocab_size=180, show_progress=False, special_tokens=special))[0]


def bpe(special, size, model, split=None, lowercase=False):
    """Byte-level BPE; special tokens that are given come before the bytes, as RoBERTa has them."""
    tokenizer = Tokenizer(model)
    if lowercase:
        tokenizer.normalizer = normalizers.Sequence([normalizers.NFC(), normalizers.Lowercase()])
    byte_level = pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=split is None)
    tokenizer.pre_tokenizer = byte_level if split is None else pre_tokenizers.Sequence([split, byte_level])
    trainer = trainers.BpeTrainer(
        vocab_size=size, show_progress=False, special_tokens=special,
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        **({"end_of_word_suffix": "</w>"} if model.end_of_word_suffix else {}),
    )
    return trained(tokenizer, trainer)


def bert_tokenizer(limit):
    return BertTokenizer(vocab=wordpiece(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]), model_max_length=limit)


def mpnet_tokenizer(limit):
    special = ["<s>", "<pad>", "</s>", "[UNK]", "<mask>"]
    return MPNetTokenizer(vocab=wordpiece(special), model_max_length=limit)


def roberta_tokenizer(limit):
    vocabulary, merges = bpe(["<s>", "<pad>", "</s>", "<unk>", "<mask>"], 340, models.BPE())
    return RobertaTokenizer(vocab=vocabulary, merges=merges, model_max_length=limit)


def clip_tokenizer(limit):
    """CLIP's: lower case, words that end in </w>, and its two special tokens last, with the highest ids."""
    own = json.loads(CLIPTokenizer()._tokenizer.to_str())["pre_tokenizer"]["pretokenizers"][0]["pattern"]["Regex"]
    split = pre_tokenizers.Split(Regex(own), behavior="removed", invert=True)
    model = models.BPE(end_of_word_suffix="</w>")
    vocabulary, merges = bpe([], 600, model, split, lowercase=True)
    # A byte that ends a word is a token of its own in CLIP's vocabulary, whether or not the sentences have it.
    for byte in sorted(pre_tokenizers.ByteLevel.alphabet()):
        vocabulary.setdefault(byte + "</w>", len(vocabulary))
    for token in ("<|startoftext|>", "<|endoftext|>"):
        vocabulary[token] = len(vocabulary)
    return CLIPTokenizer(vocab=vocabulary, merges=merges, model_max_length=limit)


def qwen_tokenizer(limit):
    """Qwen's, with the token that ends a text after it, as its models for embeddings have."""
    vocabulary, merges = bpe([], 340, models.BPE())
    vocabulary["<|endoftext|>"] = len(vocabulary)
    tokenizer = Qwen2Tokenizer(vocab=vocabulary, merges=merges, model_max_length=limit, padding_side="left")
    ending = ("<|endoftext|>", vocabulary["<|endoftext|>"])
    tokenizer.backend_tokenizer.post_processor = processors.TemplateProcessing(
        single="$A <|endoftext|>", pair="$A $B <|endoftext|>", special_tokens=[ending],
    )
    return tokenizer


def t5_tokenizer(limit):
    tokenizer = Tokenizer(models.Unigram())
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace()
    special = ["<pad>", "</s>", "<unk>"]
    trainer = trainers.UnigramTrainer(vocab_size=160, show_progress=False, unk_token="<unk>", special_tokens=special)
    vocabulary = [tuple(piece) for piece in trained(tokenizer, trainer)[0]]
    return T5Tokenizer(vocab=vocabulary, extra_ids=0, model_max_length=limit)
