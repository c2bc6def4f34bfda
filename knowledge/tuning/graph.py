"""An ONNX graph that can be walked from step to step."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from onnx import ModelProto, NodeProto


class OtherShapeError(Exception):
    """A graph is not of the shape that was looked for."""


class Graph:
    """The steps of a model by what they make and by who uses it, and its constants."""

    def __init__(self, model: ModelProto) -> None:
        self._graph = model.graph
        self._constants = {tensor.name: tensor for tensor in self._graph.initializer}
        self._makers = {name: step for step in self._graph.node for name in step.output}
        self._users: dict[str, list[NodeProto]] = {}
        for step in self._graph.node:
            for name in step.input:
                self._users.setdefault(name, []).append(step)

    def above(self, name: str, *kinds: str) -> list[NodeProto]:
        """Return the steps that led to a value, the last first, each by its first input that is no constant.

        Raise OtherShapeError.
        """
        steps: list[NodeProto] = []
        for kind in kinds:
            step = self._makers.get(name)
            if step is None or step.op_type != kind:
                raise OtherShapeError
            steps.append(step)
            name = next((given for given in step.input if given not in self._constants), "")
        return steps

    def below(self, name: str, *kinds: str) -> list[NodeProto]:
        """Return the steps that follow a value, each the only one of its kind that uses it. Raise OtherShapeError."""
        steps: list[NodeProto] = []
        for kind in kinds:
            users = [step for step in self._users.get(name, []) if step.op_type == kind]
            if len(users) != 1:
                raise OtherShapeError
            steps.append(users[0])
            name = users[0].output[0]
        return steps

    def constant(self, *names: str) -> npt.NDArray[Any]:
        """Return the first of the values that is a constant. Raise OtherShapeError."""
        from onnx import numpy_helper

        found = next((self._constants[name] for name in names if name in self._constants), None)
        if found is None:
            raise OtherShapeError
        return np.asarray(numpy_helper.to_array(found))

    def add_constant(self, name: str, value: npt.NDArray[Any]) -> str:
        """Give the model a constant, and return its name."""
        from onnx import numpy_helper

        self._graph.initializer.append(numpy_helper.from_array(value, name))
        return name

    def put(self, *, first: list[NodeProto], instead: dict[str, NodeProto]) -> None:
        """Begin with some steps, take others in the place of those that make a value, and drop what is then unused."""
        steps = first + [instead.get(step.output[0], step) for step in self._graph.node]
        needed = {output.name for output in self._graph.output}
        kept = []
        for step in reversed(steps):
            if needed.intersection(step.output):
                kept.append(step)
                needed.update(step.input)
        constants = [tensor for tensor in self._graph.initializer if tensor.name in needed]
        del self._graph.node[:], self._graph.initializer[:]
        self._graph.node.extend(reversed(kept))
        self._graph.initializer.extend(constants)
