"""Variables as a template declares them, for data whose types JSON cannot tell, such as dates."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from commhub.console.sample import BadData, SampleData
from commhub.contracts import VariableSpec
from templates_store.validation import data_problems
from templates_store.variable_problems import VariablesProblem, read_variables
from templates_store.variables import spec_from_json


def read_declared(path: Path) -> tuple[VariableSpec, ...]:
    """The variables in a file, in the form in which the desk takes them. Raises BadData with each that is wrong."""
    try:
        return tuple(spec_from_json(raw) for raw in read_variables(path.read_text(encoding="utf-8")))
    except VariablesProblem as problem:
        raise BadData(f"{path}: {' '.join(problem.problems)}") from problem
    except (OSError, UnicodeDecodeError) as error:
        raise BadData(f"{path}: it cannot be read ({error})") from error


def declared(data: SampleData, variables: tuple[VariableSpec, ...]) -> SampleData:
    """The data with these types, refused as at the API's door where it does not fit. Raises BadData."""
    problems = data_problems(data.values, variables)
    if problems:
        raise BadData("the data does not fit the variables: " + "; ".join(f"{at}: {what}" for at, what in problems))
    return replace(data, variables=variables)
