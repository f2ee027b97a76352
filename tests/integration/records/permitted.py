"""Which roles may use a register for what, as the tests mean it; what is asked by each stands in the tables that use these."""

from resettle.engine.registry.roles import Role

R = Role
WATCH = {R.ACCOUNTABLE_OFFICER, R.AUDITOR}
ON_CASES = {
    R.ASSESSOR,
    R.INITIAL_REVIEWER,
    R.CASEWORKER,
    R.REVIEWING_OFFICER,
    R.COORDINATOR,
    R.PRE_DEPARTURE,
    *WATCH,
}
ON_PLACES = {*ON_CASES, R.REFERRER, R.ANALYST, R.ADMINISTRATOR}
PLANNING = {R.COORDINATOR, R.REVIEWING_OFFICER, *WATCH}
GIVING = {R.ADMINISTRATOR}
OF_SUBMISSIONS = {R.STATE_SELECTOR, R.PLACEMENT}
TRAVELLING = {R.MOVEMENT, R.PRE_DEPARTURE, *WATCH}
