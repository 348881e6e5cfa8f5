"""The pages of the demo that are worth a look: `manage.py screenshots` takes them, the audit looks at each.

One line a page. The order is that of the pictures; a person's pages are taken together.
"""

from dataclasses import dataclass

ANA, BEN, CLEO, DORA = (f"{name}@riverbend.example" for name in ("ana", "ben", "cleo", "dora"))
ZOE = "zoe@harbor.example"
UUID = "[0-9a-f-]{36}"
ABSENT = "absent"


@dataclass(frozen=True)
class Page:
    """A page to take: whose ("" is a visitor), at which URL name with which `args` and `query`.

    `follow` leads on from there: expressions with a space between them, for each the first link whose address matches.
    """

    name: str
    who: str
    url: str
    args: tuple[str, ...] = ("riverbend",)
    follow: str = ""
    query: str = ""


# fmt: off
PAGES = (
    Page("sign-in", "", "account_login", ()),
    Page("sign-up", "", "account_signup", ()),
    Page("password-reset", "", "account_reset_password", ()),
    Page("public", "", "public_page"),
    Page("public-plan", "", "public_plan"),
    Page("public-figures", "", "public_figures"),
    Page("public-figure", "", "public_figure", ("riverbend", "grade-3-reading")),
    Page("embed-figure", "", "embedded_figure", ("riverbend", "grade-3-reading")),
    Page("embed-scorecard", "", "embedded_scorecard"),
    Page("my-initiatives", ANA, "initiatives:mine", ()),
    Page("new-initiative", ANA, "initiatives:new", ()),
    Page("home-backbone", ANA, "backbone:home"),
    Page("home-contributor", BEN, "backbone:home"),
    Page("home-funder", CLEO, "backbone:home"),
    Page("home-community", DORA, "backbone:home"),
    Page("home-harbor", ZOE, "backbone:home", ("harbor",)),
    Page("portfolio", CLEO, "portfolio", ()),
    Page("scorecard", ANA, "backbone:scorecard"),
    Page("scorecard-funder", CLEO, "backbone:scorecard"),
    Page("dashboard-backbone", ANA, "backbone:dashboard"),
    Page("dashboard-funders", ANA, "backbone:dashboard_of", ("riverbend", "funders")),
    Page("dashboard-public", ANA, "backbone:dashboard_of", ("riverbend", "public")),
    Page("dashboard-partner", BEN, "backbone:dashboard"),
    Page("choose-shown", ANA, "backbone:choose_shown", ("riverbend", "funders")),
    Page("stories", ANA, "backbone:passages"),
    Page("story-new", ANA, "backbone:write_passage", ("riverbend", "story")),
    Page("indicators", ANA, "measurement:home"),
    Page("indicator", ANA, "measurement:indicator", ("riverbend", "grade-3-reading")),
    Page("indicator-funder", CLEO, "measurement:home", follow="/indicators/[^/]+/$"),
    Page("indicator-change", ANA, "measurement:change", ("riverbend", "grade-3-reading")),
    Page("indicator-partners", ANA, "measurement:assign", ("riverbend", "books-given")),
    Page("indicator-sheet", ANA, "measurement:sheet", ("riverbend", "grade-3-reading")),
    Page("indicator-versions", ANA, "measurement:versions", ("riverbend", "grade-3-reading")),
    Page("indicator-agreement", ANA, "measurement:agreement", ("riverbend", "grade-3-reading")),
    Page("indicator-contributors", ANA, "measurement:contributors", ("riverbend", "grade-3-reading")),
    Page("indicator-target", ANA, "measurement:target", ("riverbend", "grade-3-reading")),
    Page("turning", ANA, "measurement:turning", ("riverbend", "grade-3-reading")),
    Page("turning-session", ANA, "measurement:turning", ("riverbend", "grade-3-reading"), follow=f"/turning/{UUID}/$"),
    Page("explain", ANA, "measurement:indicator", ("riverbend", "grade-3-reading"), follow="/explain/"),
    Page("define-indicator", ANA, "measurement:define"),
    Page("packs", ANA, "measurement:packs"),
    Page("pack", ANA, "measurement:packs", query="?pack=education"),
    Page("wanted", ANA, "measurement:wanted"),
    Page("wanted-indicator", ANA, "measurement:wanted", follow=f"/wanted/{UUID}/$"),
    Page("sign-offs", ANA, "measurement:sign_offs"),
    Page("sign-off", ANA, "measurement:sign_offs", follow=f"/sign-offs/{UUID}/$"),
    Page("starter", ANA, "measurement:starter"),
    Page("dimensions", ANA, "measurement:dimensions"),
    Page("dimension", ANA, "measurement:dimension", ("riverbend", "income")),
    Page("checks", ANA, "measurement:checks"),
    Page("check-rule", ANA, "measurement:checks", follow=f"/checks/{UUID}/$"),
    Page("make-rule", ANA, "measurement:make_rule"),
    Page("restatements", CLEO, "measurement:restatements"),
    Page("requests", BEN, "measurement:requests"),
    Page("hand-in", BEN, "measurement:requests", follow=f"/requests/{UUID}/$"),
    Page("paper", BEN, "measurement:requests", follow=f"/requests/{UUID}/$ /paper/$"),
    Page("requests-backbone", ANA, "measurement:requests"),
    Page("review", ANA, "measurement:review"),
    Page("passing", ANA, "measurement:passing"),
    Page("review-hand-in", ANA, "measurement:review", follow=f"/submissions/{UUID}/$"),
    Page("cycles", ANA, "measurement:cycles"),
    Page("cycle", ANA, "backbone:home", follow=f"/cycles/{UUID}/$"),
    Page("cycle-change", ANA, "measurement:cycles", follow=f"/cycles/{UUID}/$ /change/$"),
    Page("hand-in-links", ANA, "backbone:home", follow=f"/cycles/{UUID}/$ /links/$"),
    Page("more-time", ANA, "backbone:home", follow=f"/cycles/{UUID}/$ /requests/{UUID}/$ /extend/$"),
    Page("deliveries", ANA, "measurement:deliveries"),
    Page("collecting", ANA, "measurement:collecting"),
    Page("open-cycle", ANA, "measurement:open_cycle"),
    Page("imports", ANA, "measurement:imports"),
    Page("agreements", ANA, "measurement:agreements"),
    Page("agreement", ANA, "measurement:agreements", follow=f"/agreements/{UUID}/$"),
    Page("draft-agreement", ANA, "measurement:draft_agreement"),
    Page("partners", ANA, "initiatives:partners"),
    Page("partner", ANA, "initiatives:partners", follow="/partners/[^/]+/$"),
    Page("partner-panel", ANA, "measurement:partner_panel", ("riverbend", "bright-start")),
    Page("own-figures", BEN, "measurement:own", ("riverbend", "read-with-me")),
    Page("report", BEN, "measurement:own", ("riverbend", "read-with-me"), follow=f"/reports/{UUID}/$"),
    Page("make-report", BEN, "measurement:make_layout", ("riverbend", "read-with-me")),
    Page("add-partner", ANA, "initiatives:add_partner"),
    Page("places", ANA, "initiatives:places"),
    Page("people", ANA, "initiatives:people"),
    Page("person", ANA, "initiatives:people", follow=f"/people/{UUID}/$"),
    Page("invite", ANA, "initiatives:invite"),
    Page("me", BEN, "initiatives:me"),
    Page("reports", ANA, "backbone:reports"),
    Page("board-report", ANA, "backbone:reports", follow=f"/reports/{UUID}/$"),
    Page("report-brief", CLEO, "backbone:reports", follow=f"/reports/{UUID}/$", query="?as=brief"),
    Page("public-settings", ANA, "backbone:public"),
    Page("public-texts", ANA, "backbone:public_texts", ("riverbend", "es")),
    Page("public-preview", ANA, "backbone:preview_public"),
    Page("hidden", ANA, "backbone:hidden"),
    Page("settings", ANA, "initiatives:settings"),
    Page("agenda", ANA, "agenda:home"),
    Page("agenda-funder", CLEO, "agenda:home"),
    Page("agenda-draft", ZOE, "agenda:home", ("harbor",)),
    Page("agenda-compare", ANA, "agenda:compare", ("riverbend", "2")),
    Page("agenda-positions", ANA, "agenda:positions", ("riverbend", "2")),
    Page("agenda-consultations", ANA, "agenda:consultations", ("riverbend", "2")),
    Page("agenda-comments", DORA, "agenda:comments", ("riverbend", "2")),
    Page("agenda-plan", CLEO, "agenda:plan"),
    Page("goals", ANA, "agenda:goals"),
    Page("set-goal", ANA, "agenda:set_goal"),
    Page("strategies", ANA, "agenda:strategies"),
    Page("strategy", ANA, "agenda:strategies", follow=f"/strategies/{UUID}/$"),
    Page("strategy-new", ANA, "agenda:add_strategy"),
    Page("theory", CLEO, "agenda:theory"),
    Page("commitments", ANA, "agenda:commitments"),
    Page("commitment", ANA, "agenda:commitments", follow=f"/commitments/{UUID}/$"),
    Page("groups", ANA, "agenda:groups"),
    Page("group", ANA, "agenda:groups", follow=f"/groups/{UUID}/$"),
    Page("phases", ANA, "agenda:phases"),
    Page("assessment", ANA, "agenda:phases", follow=f"/assessments/{UUID}/$"),
    Page("assessment-answer", DORA, "agenda:phases", follow=f"/assessments/{UUID}/answer/$"),
    Page("activities-matrix", ANA, "activities:matrix"),
    Page("activities-gaps", ANA, "activities:gaps"),
    Page("activities-timeline", CLEO, "activities:timeline"),
    Page("activities-network", CLEO, "activities:network"),
    Page("activities-where", ANA, "activities:where"),
    Page("activities-chains", CLEO, "activities:chains"),
    Page("activities-imports", ANA, "activities:imports"),
    Page("activities", ANA, "activities:home"),
    Page("activity-page", ANA, "activities:home", follow=f"/activities/{UUID}/$"),
    Page("activity-new", ANA, "activities:add_activity"),
    Page("activity-check-in", ANA, "activities:home", follow=f"/activities/{UUID}/$ /check-in/$"),
    Page("activity-link", ANA, "activities:home", follow=f"/activities/{UUID}/$ /link/$"),
    Page("attention", ANA, "activities:attention"),
    Page("board", BEN, "activities:board"),
    Page("put-up", BEN, "activities:put_up"),
    Page("system-changes", CLEO, "activities:system_changes"),
    Page("system-change-new", DORA, "activities:note_system_change"),
    Page("populations", ANA, "activities:populations"),
    Page("calendar", BEN, "activities:feed"),
    Page("activity", ANA, "initiatives:activity"),
    Page("tokens", ANA, "initiatives:tokens", ()),
    # Nobody has this code: the answer for what does not exist.
    Page(ABSENT, ANA, "initiatives:partner", ("riverbend", "nobody")),
)
# fmt: on
