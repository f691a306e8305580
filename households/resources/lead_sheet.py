"""The sheet of a negative list: one person and one thing in each row, as another office hands it over."""

from households.policy.leads import LeadKind
from households.resources.cells import ChoiceCell, DayCell, IdentityCell, NameCell, TextCell
from households.resources.sheets import Column, Sheet

KINDS: dict[str, str] = {
    "车辆": LeadKind.VEHICLE,
    "房产": LeadKind.HOUSE,
    "工商登记": LeadKind.COMPANY,
    "财政供养": LeadKind.PAYROLL,
}
# As offices write them.
OTHER_KINDS: dict[str, str] = {
    "有车": LeadKind.VEHICLE,
    "机动车": LeadKind.VEHICLE,
    "有房": LeadKind.HOUSE,
    "商品房": LeadKind.HOUSE,
    "公司": LeadKind.COMPANY,
    "有公司": LeadKind.COMPANY,
    "个体工商户": LeadKind.COMPANY,
    "财政供养人员": LeadKind.PAYROLL,
    "有财政供养人员": LeadKind.PAYROLL,
}


class LeadRows(Sheet):
    """A person's vehicle, house, company or post on a public payroll."""

    sheet_name = "负面清单"

    name = Column("姓名", NameCell(), required=True)
    id_number = Column("证件号码", IdentityCell(), required=True)
    kind = Column("清单类别", ChoiceCell(KINDS, OTHER_KINDS), required=True)
    details = Column("详细信息", TextCell(200), required=True)
    department = Column("数据部门", TextCell(60), required=True)
    data_on = Column("数据日期", DayCell(), required=True)
