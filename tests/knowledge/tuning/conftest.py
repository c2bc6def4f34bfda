"""Three invented records, and a base model so small that it is tuned in a breath."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.procedures import Procedure, Step, Wording

RECORDS = (
    Procedure(
        code="9.000001",
        name="Thủ tục đăng ký nuôi chim cảnh",
        plain=Wording(name="Xin nuôi chim cảnh"),
        aliases=("giấy nuôi chim", "xin phép nuôi vẹt"),
        fields=("Chăn nuôi",),
        steps=(Step(text="Chủ chim nộp tờ khai tại quầy của xã. Cán bộ thú y đến xem chuồng trong ba ngày làm việc."),),
        results=("Giấy phép nuôi chim cảnh",),
    ),
    Procedure(
        code="9.000002",
        name="CẤP GIẤY PHÉP THẢ DIỀU TẠI BÃI ĐẤT TRỐNG CỦA XÃ",
        fields=("Văn hóa",),
        requirements="Diều không có dây kim loại và không mang đèn cháy; bãi thả cách đường dây điện một trăm mét.",
    ),
    Procedure(
        code="9.000003",
        name="Xác nhận đã trồng cây trong ngày hội của thôn",
        fields=("Lâm nghiệp",),
        description="Người dân trồng cây xong báo trưởng thôn để được ghi tên vào sổ.",
        who_for="Hộ gia đình có người tham gia trồng cây trong ngày hội",
    ),
)


@pytest.fixture(scope="session")
def records():
    return RECORDS


@pytest.fixture(scope="session", params=["Unigram", "WordPiece"])
def any_base(request, tmp_path_factory):
    """The folder of a tiny random BERT with a tokenizer of either kind."""
    return _made(request.param, tmp_path_factory.mktemp(request.param))


@pytest.fixture(scope="session")
def base(tmp_path_factory):
    """The folder of a tiny random BERT."""
    return _made("Unigram", tmp_path_factory.mktemp("base"))


def _made(kind: str, folder: Path) -> Path:
    torch = pytest.importorskip("torch")
    pytest.importorskip("sentence_transformers", reason="The extra 'tuning' is not installed.")
    from sentence_transformers import SentenceTransformer
    from transformers import BertConfig, BertModel

    tokenizer = _tokenizer(kind)
    # For so small a model two threads wait for each other longer than they compute.
    torch.set_num_threads(1)
    torch.manual_seed(1)
    config = BertConfig(
        vocab_size=len(tokenizer),
        hidden_size=32,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=64,
        max_position_embeddings=200,
        pad_token_id=tokenizer.pad_token_id,
    )
    BertModel(config, add_pooling_layer=False).save_pretrained(folder / "bert")
    tokenizer.save_pretrained(folder / "bert")
    SentenceTransformer(str(folder / "bert"), device="cpu").save(str(folder / "base"))
    return folder / "base"


def _tokenizer(kind: str):
    from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors, trainers
    from transformers import PreTrainedTokenizerFast

    # Chinese and capitals stand for the languages that are cut away.
    texts = [text for record in RECORDS for text in record.model_dump_json().split('"')] + ["巴黎 東京", "QWERTY ZXCVB"]
    texts += ["query: passage: abcdefghijklmnopqrstuvwxyz"] * 3
    if kind == "Unigram":
        names = {"cls_token": "<s>", "pad_token": "<pad>", "sep_token": "</s>", "unk_token": "<unk>"}
        tokenizer = Tokenizer(models.Unigram())
        tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
            [pre_tokenizers.WhitespaceSplit(), pre_tokenizers.Metaspace()]
        )
        trainer = trainers.UnigramTrainer(
            vocab_size=500, special_tokens=list(names.values()), unk_token="<unk>", show_progress=False
        )
    else:
        # Foreign tokens first, so that a cut moves all others.
        names = {"unk_token": "[UNK]", "pad_token": "[PAD]", "cls_token": "[CLS]", "sep_token": "[SEP]"}
        tokenizer = Tokenizer(models.WordPiece(unk_token="[UNK]"))
        tokenizer.normalizer = normalizers.NFC()
        tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
        trainer = trainers.WordPieceTrainer(
            vocab_size=900, special_tokens=["東京", *names.values()], show_progress=False
        )
    tokenizer.train_from_iterator(texts, trainer)
    first, last = names["cls_token"], names["sep_token"]
    tokenizer.post_processor = processors.TemplateProcessing(
        single=f"{first} $A {last}", special_tokens=[(one, tokenizer.token_to_id(one)) for one in (first, last)]
    )
    return PreTrainedTokenizerFast(tokenizer_object=tokenizer, model_max_length=200, **names)
