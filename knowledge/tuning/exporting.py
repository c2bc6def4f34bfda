"""A tuned model as the files that `knowledge.embedding.OnnxEmbedder` loads."""

from __future__ import annotations

import hashlib
import json
import logging
import tempfile
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from knowledge.embedding import GOLDEN_FILE, MODEL_FILE, NAME_KEY, TOKENIZER_FILE, OnnxEmbedder
from knowledge.errors import TuningRefused
from knowledge.tuning import lean_graph

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

_OPSET = 17
_GOLDEN_TEXTS = (
    "làm giấy khai sinh cho con cần gì",
    "xin giấy xác nhận tình trạng hôn nhân ở đâu",
    "đăng ký tạm trú cho người thuê trọ mất bao lâu",
    "mất thẻ căn cước thì làm lại thế nào",
    "chứng thực bản sao từ bản chính hết bao nhiêu tiền",
    "thu tuc mo ho kinh doanh",
    "Where do I register a birth?",
    "UBND xã có làm việc thứ bảy không ạ?",
)


def export(model: SentenceTransformer, folder: Path, *, name: str) -> OnnxEmbedder:
    """Write the encoder into a folder that exists, its weights as int8, and return it loaded. Raise TuningRefused.

    The encoder's name is the one given and a part of a hash of its weights: an index tells by it what made it.
    """
    with tempfile.TemporaryDirectory(dir=folder) as work:
        whole, prepared = Path(work) / "whole.onnx", Path(work) / "prepared.onnx"
        try:
            _write_graph(model, whole)
            _quantise(whole, prepared, folder / MODEL_FILE)
        except OSError:
            raise
        except Exception as error:
            reason = str(error).splitlines()[0] if str(error) else type(error).__name__
            raise TuningRefused(
                f"The model cannot be exported: {reason}. Take a BERT-like model after --base."
            ) from error
    lean_graph.make_lean(folder / MODEL_FILE)
    _give_name(folder / MODEL_FILE, name)
    shape = json.loads(model.tokenizer.backend_tokenizer.to_str())
    shape["padding"] = shape["truncation"] = None
    (folder / TOKENIZER_FILE).write_text(json.dumps(shape, ensure_ascii=False), "utf-8")
    embedder = OnnxEmbedder(folder)
    np.savez_compressed(
        folder / GOLDEN_FILE, texts=np.array(_GOLDEN_TEXTS), vectors=embedder.embed_queries(_GOLDEN_TEXTS)
    )
    return embedder


def _write_graph(model: SentenceTransformer, path: Path) -> None:
    """Write what turns tokens into unit vectors, pooling and all, as one graph."""
    import torch

    class Encoder(torch.nn.Module):
        """Tokens in, unit vectors out."""

        def __init__(self) -> None:
            super().__init__()
            self.model = model

        def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> torch.Tensor:
            output = self.model({"input_ids": input_ids, "attention_mask": attention_mask})
            return torch.nn.functional.normalize(output["sentence_embedding"], dim=1)

    # The fused kernels of attention have no counterpart in the graph.
    bert: Any = model[0].auto_model
    bert.set_attn_implementation("eager")
    model.eval()
    ids = torch.ones((2, 16), dtype=torch.int64)
    lengths = {0: "batch", 1: "length"}
    with warnings.catch_warnings():
        # It warns of the constants that it draws from the example; the vectors are compared afterwards.
        warnings.simplefilter("ignore")
        torch.onnx.export(
            Encoder().eval(),
            (ids, torch.ones_like(ids)),
            path,
            input_names=["input_ids", "attention_mask"],
            output_names=["embedding"],
            dynamic_axes={"input_ids": lengths, "attention_mask": lengths, "embedding": {0: "batch"}},
            opset_version=_OPSET,
            # The newer exporter needs a package more, and names an output of this graph twice.
            dynamo=False,
        )


def _quantise(whole: Path, prepared: Path, path: Path) -> None:
    from onnxruntime.quantization import QuantType, quantize_dynamic
    from onnxruntime.quantization.shape_inference import quant_pre_process

    logging.getLogger("onnxruntime").setLevel(logging.ERROR)
    quant_pre_process(str(whole), str(prepared), skip_symbolic_shape=True)
    quantize_dynamic(
        prepared, path, weight_type=QuantType.QInt8, per_channel=True, op_types_to_quantize=["MatMul", "Gather"]
    )


def _give_name(path: Path, name: str) -> None:
    import onnx

    digest = hashlib.sha256(path.read_bytes()).hexdigest()[:8]
    model = onnx.load(path)
    onnx.helper.set_model_props(model, {NAME_KEY: f"{name}-{digest}.int8"})
    onnx.save(model, path)
