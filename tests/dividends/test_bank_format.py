"""The bank's files: what we write is read back, what differs settles nothing."""

import datetime
from decimal import Decimal

import pytest

from dividends.bank_format import (
    RESULT_HEADER,
    BadResultFile,
    Payment,
    RowFault,
    read_payments,
    read_results,
    write_payments,
)
from yuping.accounts import sentences
from yuping.accounts.sentences import explain

FIRST_DAY, TODAY = datetime.date(2016, 1, 1), datetime.date(2016, 12, 1)
PAYMENTS = [
    Payment("2016-001-P00001", "𠮷㛃", "6229990000000000019", Decimal("4000.00"), "2016年度分红"),
    Payment("2016-001-V00001", "某村集体", "12345678", Decimal("59000.00"), "2016年度分红"),
]
SENT = {payment.reference: payment for payment in PAYMENTS}
PAID = "2016-001-P00001,𠮷㛃,6229990000000000019,4000.00,成功,B1,2016-11-30,"
RETURNED = "2016-001-V00001,某村集体,12345678,59000.00,失败,,,账户已销户"


def result_file(*rows: str) -> bytes:
    return "\n".join([",".join(RESULT_HEADER), *rows]).encode("gb18030")


def test_the_payment_file_is_read_back_with_rare_characters():
    content = write_payments(PAYMENTS)

    assert read_payments(content) == PAYMENTS
    assert write_payments(PAYMENTS) == content


def test_results_are_taken():
    results = read_results(result_file(PAID, RETURNED), SENT, earliest=FIRST_DAY, latest=TODAY)

    assert [(result.outcome, result.bank_reference, result.reason) for result in results] == [
        ("paid", "B1", ""),
        ("returned", "", "账户已销户"),
    ]


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ("2016-001-P00009,𠮷㛃,6229990000000000019,4000.00,成功,B1,2016-11-30,", "unknown_reference"),
        ("2016-001-P00001,吉,6229990000000000019,4000.00,成功,B1,2016-11-30,", "name_differs"),
        ("2016-001-P00001,𠮷㛃,6229990000000000018,4000.00,成功,B1,2016-11-30,", "account_differs"),
        ("2016-001-P00001,𠮷㛃,6229990000000000019,4000.01,成功,B1,2016-11-30,", "amount_differs"),
        ("2016-001-P00001,𠮷㛃,6229990000000000019,4e3,成功,B1,2016-11-30,", "amount_differs"),
        ("2016-001-P00001,𠮷㛃,6229990000000000019,4000.00,也许,B1,2016-11-30,", "outcome"),
        ("2016-001-P00001,𠮷㛃,6229990000000000019,4000.00,成功,,2016-11-30,", "bank_reference_missing"),
        ("2016-001-P00001,𠮷㛃,6229990000000000019,4000.00,成功,B1,2016-12-02,", "date"),
        ("2016-001-P00001,𠮷㛃,6229990000000000019,4000.00,成功,B1,30.11.2016,", "date"),
        ("2016-001-P00001,𠮷㛃,6229990000000000019,4000.00,成功,B1,0016-11-30,", "date"),
        ("2016-001-P00001,𠮷㛃,6229990000000000019,4000.00,成功,B1,2015-12-31,", "date"),
        (f"2016-001-P00001,𠮷㛃,6229990000000000019,4000.00,成功,{'B' * 41},2016-11-30,", "too_long"),
        (f"2016-001-P00001,𠮷㛃,6229990000000000019,4000.00,失败,,,{'销' * 81}", "too_long"),
        ("2016-001-P00001,𠮷㛃,6229990000000000019,4000.00,失败,,,销\x00户", "not_printable"),
        ("2016-001-P00001,𠮷㛃,6229990000000000019,4000.00,失败,,,", "reason_missing"),
        ("2016-001-P00001,𠮷㛃", "columns"),
    ],
)
def test_one_faulty_row_refuses_the_whole_file(row, fault):
    with pytest.raises(BadResultFile) as refused:
        read_results(result_file(RETURNED, row), SENT, earliest=FIRST_DAY, latest=TODAY)

    assert refused.value.params["reasons"] == (RowFault(3, fault),)
    assert refused.value.params["reasons"][0].code in sentences.known()


def test_a_repeated_reference_is_refused():
    with pytest.raises(BadResultFile) as refused:
        read_results(result_file(PAID, PAID), SENT, earliest=FIRST_DAY, latest=TODAY)

    assert refused.value.params["reasons"] == (RowFault(3, "reference_twice"),)


def test_a_file_of_faults_names_the_first_and_counts_the_rest():
    with pytest.raises(BadResultFile) as refused:
        read_results(result_file(*["x"] * 1299), SENT, earliest=FIRST_DAY, latest=TODAY)

    *told, rest = explain(refused.value)
    assert [field for field, _text in told] == ["file"] * 20
    assert told[0][1] == "第 2 行：栏数不对，应为 8 栏。"
    assert "1279" in rest[1]


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", b"a,b,c\n1,2,3", result_file()])
def test_what_is_no_result_file_is_refused(content):
    with pytest.raises(BadResultFile) as refused:
        read_results(content, SENT, earliest=FIRST_DAY, latest=TODAY)

    assert refused.value.params["reasons"][0].code in sentences.known()


@pytest.mark.parametrize("spelling", ["b1", "Ｂ1", "B\u200b1", "B 1", "\ufeffB1"], ids=ascii)
def test_one_bank_reference_in_two_spellings_pays_once(spelling: str):
    other = f"2016-001-V00001,某村集体,12345678,59000.00,成功,{spelling},2016-11-30,"
    content = "\n".join([",".join(RESULT_HEADER), PAID, other]).encode()

    with pytest.raises(BadResultFile) as refused:
        read_results(content, SENT, earliest=FIRST_DAY, latest=TODAY)

    assert [reason.fault for reason in refused.value.params["reasons"]] == ["bank_reference_twice"]


def test_a_bank_reference_is_kept_without_what_copying_added():
    content = result_file(PAID.replace("B1", " Ｂx－1\u30002 "), RETURNED)

    assert read_results(content, SENT, earliest=FIRST_DAY, latest=TODAY)[0].bank_reference == "Bx-12"
