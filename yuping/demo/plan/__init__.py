"""The plan of the demo county: plain data made from a seed, without database or framework.

``build_plan(seed=5411)`` gives a ``CountyPlan``; the builder feeds it through the services. ``build_plan(only=(code,
...))`` plans a few villages, whose households are the same as in the whole county: enough for a test of the builder.
Fields are named as the fields of the models they end in; codes are those of ``fixtures/code_lists.json``. Amounts are
``Decimal`` yuan, days are business dates of 2016 up to the demo date.

plan.scenario           the rows of ``demo/data/village_plan.csv``, the rate, the file years
plan.households         HouseholdPlan: number, village, group, phone, mode (invested, pooled, self_chosen, none),
                        registered_on, borrower and account (holder may be another member than the head), hard_cases
  .members              MemberPlan, the head first, all living there at the end of 2016; .years: MemberYearPlan
  .former_members       who died within 2016 (left_on, leave_kind); not counted among the registered persons
  .years                HouseholdYearPlan of the file of 2016 (income of 2015) and, optional, of 2017 (income of 2016;
                        dividend_income stays at nothing: the payout writes it)
plan.base               groups, accounts (of the collectives), resolutions and entries (income by class and spending;
                        the dividend is no entry here), indicators (the entered ones), cadres, task_forces,
                        responsibilities
plan.casework           pairings (one for each household), visits (problem, measure, closed_on), measures, trainings,
                        relocations, sales of produce (some corrected or withdrawn), quarters of a few villages
plan.advice
  .scores .leads         one township's scores by the four looks; leads of two lists, about households without loan
plan.money
  .deposits             payments into the risk deposit
  .ratings .loans       one for each household that borrows, in rounds that share their days; pooled ones outside
                        agreements stay undrawn; others: rated, approved, signed, drawn when the money arrives
  .enterprises          with their review; .agreements: their households, first instalment due on one day of November
  .receipts             each enterprise's dividend of the year by agreement, before it is due, some in two parts
  .batches              regular batches by agreement and one reissue batch, with the day of every move
  .returned .holds      lines that the bank returns or that are held, with the account the reissue batch pays them to
  .jobs                 one for each participation, open where ``member`` is None

Order of dates: loans are applied for from 4 January on, agreements signed from 13 January on, money arrives until the
end of March, receipts come in the first days of November, the last batch closes on 30 December. Households were
registered from 2014 on, some within 2016; who borrows was registered before 2016.
"""

from yuping.demo.plan.county import CountyPlan, build_plan

__all__ = ["CountyPlan", "build_plan"]
