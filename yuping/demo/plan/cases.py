"""The cases of the year in one township: applicants who are on no file, and what households on file go through.

Each step is taken and entered on its own day: the village's by one clerk, the township's check by the other, the
county's by the poverty office. Households at risk are watched since 2020, so there is no such case in 2016.
"""

from dataclasses import dataclass
from datetime import date

from yuping.core.identity import make_identity

TOWNSHIP = "520622200"
DIVISION = "520699"
VILLAGES = ("520622200201", "520622200202", "520622200203")
# Sequence numbers that no planned person has.
_NUMBERS_OF_NOBODY = 961
COUNTY_STEPS = frozenset({"compare", "accept", "approve", "reject"})
TOWNSHIP_STEPS = frozenset({"review_in_township"})


@dataclass(frozen=True, slots=True)
class CaseStepPlan:
    """A step of a case: its day, and its reason where it ends the case."""

    move: str
    day: date
    note: str = ""


@dataclass(frozen=True, slots=True)
class ObjectionPlan:
    """What a villager said to a notice, and the answer he got, if any."""

    raised_on: date
    text: str
    answered_on: date | None = None
    answer: str = ""


@dataclass(frozen=True, slots=True)
class ApplicantPlan:
    """Somebody who asks to be put on file, and how far the case has come."""

    name: str
    id_number: str
    village: str
    persons: int
    main_cause: str
    applied_on: date
    steps: tuple[CaseStepPlan, ...] = ()
    objection: ObjectionPlan | None = None


@dataclass(frozen=True, slots=True)
class AdjustmentPlan:
    """What a household on file goes through. ``reason`` is the case's own; ``flag`` and ``ready`` say which fits."""

    kind: str
    reason: str
    proposed_on: date
    flag: str
    ready: bool = True
    ineligible: bool = False
    steps: tuple[CaseStepPlan, ...] = ()
    objection: ObjectionPlan | None = None


def _day(month: int, day: int) -> date:
    return date(2016, month, day)


def _way(*steps: tuple[str, int, int] | tuple[str, int, int, str]) -> tuple[CaseStepPlan, ...]:
    return tuple(CaseStepPlan(step[0], _day(step[1], step[2]), *step[3:]) for step in steps)


def _applicant(place: int, name: str, born: date, persons: int, cause: str, applied: date, *steps: CaseStepPlan):
    number = make_identity(DIVISION, born, _NUMBERS_OF_NOBODY + 2 * place)
    return ApplicantPlan(name, number, VILLAGES[place % len(VILLAGES)], persons, cause, applied, steps)


REVIEWED = ("review_in_group", "review_in_village", "publish_first", "review_in_township", "publish_second")


def _reviewed(*days: tuple[int, int]) -> tuple[CaseStepPlan, ...]:
    return _way(*((move, *day) for move, day in zip(REVIEWED, days, strict=False)))


_ACCEPTED = _reviewed((10, 12), (10, 14), (10, 17), (10, 27), (10, 28))
_COMPARED = _reviewed((11, 15), (11, 16), (11, 17), (11, 29), (11, 30))
_OBJECTED = _reviewed((11, 22), (11, 23), (11, 24), (12, 6), (12, 19))
_NOTICED = _reviewed((12, 13), (12, 14), (12, 23))
_REFUSED = _reviewed((11, 8), (11, 9))
# Accepted and not yet on file, compared, objected to, on the first notice, just entered, refused.
APPLICANTS = (
    _applicant(
        0,
        "杨再识",
        date(1971, 4, 9),
        4,
        "1",
        _day(10, 10),
        *_ACCEPTED,
        *_way(("compare", 11, 10), ("accept", 11, 15)),
    ),
    _applicant(1, "吴再立", date(1966, 8, 21), 3, "8", _day(11, 14), *_COMPARED, *_way(("compare", 12, 12))),
    ApplicantPlan(
        "姚再申",
        make_identity(DIVISION, date(1974, 2, 3), _NUMBERS_OF_NOBODY + 5),
        VILLAGES[2],
        5,
        "3",
        _day(11, 21),
        _OBJECTED,
        ObjectionPlan(_day(12, 26), "其子在县城有门面出租，请核实后再定。"),
    ),
    _applicant(3, "龙再问", date(1980, 11, 30), 4, "7", _day(12, 12), *_NOTICED),
    _applicant(4, "罗再提", date(1969, 6, 17), 2, "2", _day(12, 28)),
    _applicant(
        5,
        "张再请",
        date(1977, 9, 5),
        3,
        "9",
        _day(11, 7),
        *_REFUSED,
        *_way(("refuse", 11, 10, "经查实在县城购有商品房，不符合条件。")),
    ),
)
# Exits in several states, a return, and the removal that follows from a lead of the negative list.
ADJUSTMENTS = (
    AdjustmentPlan(
        "exit",
        "收入稳定，两不愁三保障均已落实，小组提名脱贫。",
        _day(10, 10),
        "3",
        steps=_way(
            ("review_in_village", 10, 11),
            ("check", 10, 12, "入户核实，收入与住房、饮水情况属实。"),
            ("sign", 10, 13),
            ("publish", 10, 14),
            ("review_in_township", 10, 26),
            ("approve", 11, 1),
            ("announce", 11, 3),
        ),
    ),
    AdjustmentPlan(
        "exit",
        "全家务工收入稳定，民主评议一致同意脱贫。",
        _day(11, 14),
        "3",
        steps=_way(
            ("review_in_village", 11, 15),
            ("check", 11, 16, "入户核实属实。"),
            ("sign", 11, 17),
            ("publish", 11, 18),
            ("review_in_township", 12, 1),
        ),
    ),
    AdjustmentPlan(
        "exit",
        "种养收入超过标准，住房和饮水安全有保障。",
        _day(12, 12),
        "3",
        steps=_way(
            ("review_in_village", 12, 13),
            ("check", 12, 14, "入户核实，账实相符。"),
            ("sign", 12, 15),
            ("publish", 12, 19),
        ),
        objection=ObjectionPlan(
            _day(12, 21), "他家务工收入不稳定。", _day(12, 23), "已核对务工合同和工资流水，全年收入属实。"
        ),
    ),
    AdjustmentPlan(
        "exit",
        "农户本人要求提前脱贫。",
        _day(11, 7),
        "1",
        ready=False,
        steps=_way(
            ("review_in_village", 11, 8),
            ("check", 11, 9, "住房安全尚需鉴定。"),
            ("sign", 11, 10),
            ("publish", 11, 11),
            ("review_in_township", 11, 23),
            ("reject", 11, 28, "三保障未全部落实，暂不退出。"),
        ),
    ),
    AdjustmentPlan(
        "return",
        "户主突发重病，医疗支出大，收入低于标准。",
        _day(12, 1),
        "2",
        ready=False,
        steps=_way(("check", 12, 2, "医院证明和自付票据属实。"), ("review_in_village", 12, 5)),
    ),
    AdjustmentPlan(
        "removal",
        "部门比对线索经核查不符合条件，拟作错评清退。",
        _day(12, 15),
        "1",
        ready=False,
        ineligible=True,
        steps=_way(
            ("check", 12, 16, "核查材料齐全。"),
            ("hear", 12, 19, "户主对核查结果无异议。"),
            ("publish", 12, 20),
        ),
    ),
)
