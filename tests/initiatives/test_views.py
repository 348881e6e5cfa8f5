"""One walk over HTTP through each page of the core: start, partners, places, settings, activity, tokens."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from initiatives import queries, services
from initiatives.forms.partners import PartnerForm
from initiatives.forms.start import FirstPartnersForm, free_code
from initiatives.kernel.errors import DomainError
from initiatives.models import Event, Initiative, Membership, Partner, Place, User
from tests import factories

pytestmark = pytest.mark.django_db
Browser = Callable[[User], Client]


def text(answer: Any) -> str:
    return answer.content.decode().replace("<wbr>", "")


class TestStart:
    def test_from_nothing_to_an_initiative_with_partners(self, browser: Browser, db: None) -> None:
        noor = factories.user("noor@example.org", name="Noor")
        client = browser(noor)
        assert "You take part in no initiative yet" in text(client.get("/"))
        given = {
            "name": "Riverbend Youth Minds",
            "slug": "",
            "place": "Riverbend and Eastside",
            "purpose": "Somebody to talk to.",
            "timezone": "America/Denver",
            "language": "en",
            "fiscal_year_start": "8",
        }
        answer = client.post("/initiatives/new/", given)
        assert answer["Location"] == "/i/riverbend-youth-minds/setup/"
        pasted = (
            "Riverbend Clinic\thealth\nCounselling, education\n\nRiverbend Clinic\nParents, teachers and all"
        )
        answer = client.post(answer["Location"], {"partners": pasted, "sector": "community"})
        assert answer["Location"] == "/i/riverbend-youth-minds/measurement/starter/"
        with queries.enter(noor, "riverbend-youth-minds") as actor:
            assert actor.initiative.fiscal_year_start == 8
            assert Place.objects.get().name == "Riverbend and Eastside"
            found = {(p.code, p.name, p.sector_code) for p in queries.partners(actor)}
        assert found == {
            ("riverbend-clinic", "Riverbend Clinic", "health"),
            ("counselling", "Counselling", "education"),
            ("riverbend-clinic-2", "Riverbend Clinic", "community"),
            ("parents-teachers-and-all", "Parents, teachers and all", "community"),
        }
        # Who takes part in one alone lands in it; the list is there for who asks for it.
        assert client.get("/")["Location"] == "/i/riverbend-youth-minds/"
        assert "Riverbend Youth Minds" in text(client.get("/?all"))

    def test_a_taken_address_is_said_at_its_field_and_nothing_is_lost(
        self, zoe: User, ana: User, browser: Browser
    ) -> None:
        given = {
            "name": "Ours",
            "slug": "harbor",
            "purpose": "Kept words",
            "timezone": "UTC",
            "language": "en",
            "fiscal_year_start": "1",
        }
        answer = browser(ana).post("/initiatives/new/", given)
        assert answer.status_code == 422
        assert "choose another one" in text(answer)
        assert "Kept words" in text(answer)

    def test_a_place_of_a_word_that_is_reserved_gets_a_code(self, ana: User, browser: Browser) -> None:
        given = {"name": "X", "place": "Total", "timezone": "UTC", "language": "en", "fiscal_year_start": "1"}
        assert browser(ana).post("/initiatives/new/", given).status_code == 303

    def test_an_empty_list_goes_on_without_a_fault(
        self, ana: User, riverbend: Initiative, browser: Browser
    ) -> None:
        answer = browser(ana).post("/i/riverbend/setup/", {"partners": " \n", "sector": "health"})
        assert answer["Location"] == "/i/riverbend/measurement/starter/"

    def test_a_name_too_long_is_named(self) -> None:
        form = FirstPartnersForm({"partners": "x" * 201, "sector": "health"})
        assert form.is_valid()
        with pytest.raises(Exception, match="too long"):
            form.rows(set())

    def test_codes_are_free_and_never_reserved(self) -> None:
        assert free_code("Partner", set()) == "partner-1"
        assert free_code("日本", set()) == "partner-1"
        assert free_code("A b", {"a-b", "a-b-2"}) == "a-b-3"

    def test_a_paste_without_end_is_refused(self) -> None:
        form = FirstPartnersForm({"partners": "a\n" * 501, "sector": "nonprofit"})
        assert form.is_valid()
        with pytest.raises(DomainError, match="at most 500"):
            form.rows(set())


class TestPartners:
    def test_adding_changing_moving_parting(self, ana: User, riverbend: Initiative, browser: Browser) -> None:
        client = browser(ana)
        added = client.post(
            "/i/riverbend/new/partner/",
            {"name": "City Library", "sector": "government", "place": "north", "roles": "host, reader"},
        )
        assert added["Location"] == "/i/riverbend/partners/city-library/"
        assert "host, reader" in text(client.get(added["Location"]))
        base = "/i/riverbend/partners/city-library"
        assert client.post(f"{base}/change/", {"name": "The Library", "about": "Books"}).status_code == 303
        moved = {"sector": "education", "place": "south", "starts_on": "2025-08-01"}
        assert client.post(f"{base}/affiliation/", moved).status_code == 303
        page = text(client.get(f"{base}/"))
        assert "The Library" in page and "1 August 2025" in page and "the beginning" in page
        assert client.post(f"{base}/leave/").status_code == 303
        client.get("/?all")  # The message is read.
        assert "The Library" not in text(client.get("/i/riverbend/partners/"))
        assert "The Library" in text(client.get("/i/riverbend/partners/?state=left"))

    def test_contacts_are_two_of_the_partner_s_people(
        self, ana: User, ben: User, pia: User, riverbend: Initiative, browser: Browser
    ) -> None:
        with queries.enter(ana, "riverbend"):
            theirs, others = (str(Membership.objects.get(user=who).public_id) for who in (ben, pia))
        client, address = browser(ana), "/i/riverbend/partners/school-board/contacts/"
        assert client.post(address, {"main_contact": others}).status_code == 422
        both = client.post(address, {"main_contact": theirs, "backup_contact": theirs})
        assert (both.status_code, "Choose two different people" in text(both)) == (422, True)
        assert client.post(address, {"main_contact": theirs}).status_code == 303

    def test_filters_live_in_the_address(self, ana: User, riverbend: Initiative, browser: Browser) -> None:
        client = browser(ana)
        found = text(client.get("/i/riverbend/partners/?sector=education&place=north"))
        assert "School board" in found and "Food bank" not in found
        assert "No partner fits these filters" in text(client.get("/i/riverbend/partners/?q=nothing"))

    def test_people_are_shown_to_those_who_may_see_them(
        self, ana: User, ben: User, cleo: User, riverbend: Initiative, browser: Browser
    ) -> None:
        address = "/i/riverbend/partners/school-board/"
        assert ben.email in text(browser(ana).get(address))
        assert ben.email in text(browser(ben).get(address))
        assert ben.email not in text(browser(ben).get("/i/riverbend/partners/food-bank/"))
        assert ben.email not in text(browser(cleo).get(address))

    def test_whom_to_ask_can_be_reached_by_those_who_may_see_them(
        self, ana: User, ben: User, cleo: User, riverbend: Initiative, browser: Browser
    ) -> None:
        with queries.enter(ana, "riverbend") as actor:
            board = queries.partner(actor, "school-board")
            theirs = Membership.objects.get(user=ben)
            services.change_partner(actor, board, main_contact=theirs)
        address = "/i/riverbend/partners/school-board/"
        assert f'href="mailto:{ben.email}"' in text(browser(ana).get(address))
        assert "mailto:" not in text(browser(cleo).get(address))

    def test_another_initiative_s_partner_is_absent(
        self, ana: User, zoe: User, riverbend: Initiative, browser: Browser
    ) -> None:
        with queries.enter(zoe, "harbor") as actor:
            services.add_partner(actor, code="dock", name="Dock", sector="business")
        client = browser(ana)
        assert client.get("/i/riverbend/partners/dock/").status_code == 404
        assert client.post("/i/riverbend/partners/dock/change/", {"name": "X"}).status_code == 404

    def test_a_partner_may_be_called_new(self, ana: User, riverbend: Initiative, browser: Browser) -> None:
        factories.partner(riverbend, "new", name="Brand new")
        assert "Brand new" in text(browser(ana).get("/i/riverbend/partners/new/"))

    def test_a_form_offers_only_its_own_initiative_s_places(
        self, ana: User, zoe: User, riverbend: Initiative
    ) -> None:
        with queries.enter(zoe, "harbor") as actor:
            services.add_place(actor, code="pier", name="Pier")
        with queries.enter(ana, "riverbend") as actor:
            codes = {code for code, _name in PartnerForm(actor).fields["place"].choices}
        assert codes == {"", "north", "south"}


class TestPlaces:
    def test_the_tree_grows_moves_and_is_pruned(
        self, ana: User, riverbend: Initiative, browser: Browser
    ) -> None:
        client = browser(ana)
        assert client.post("/i/riverbend/places/", {"name": "Lincoln", "parent": "north"}).status_code == 303
        page = text(client.get("/i/riverbend/places/")).split("<tbody>")[1]
        assert page.index("North side") < page.index("Lincoln") < page.index("South side")
        circle = client.post("/i/riverbend/places/north/", {"name": "North side", "parent": "lincoln"})
        assert (circle.status_code, "cannot lie within itself" in text(circle)) == (422, True)
        assert (
            client.post("/i/riverbend/places/lincoln/", {"name": "Lincoln", "parent": "south"}).status_code
            == 303
        )
        refused = client.post("/i/riverbend/places/south/remove/")
        assert (refused.status_code, "move them first" in text(refused)) == (409, True)
        assert client.post("/i/riverbend/places/lincoln/remove/").status_code == 303


class TestSettings:
    FORM = {
        "name": "Riverbend",
        "purpose": "",
        "timezone": "America/Chicago",
        "language": "en",
        "fiscal_year_start": "1",
        "suppression_threshold": "10",
        "coverage_floor": "80",
        "gap_to": "best",
        "self_acceptance": "no",
    }

    def test_what_is_changed_is_told(self, ana: User, riverbend: Initiative, browser: Browser) -> None:
        client = browser(ana)
        answer = client.post(
            "/i/riverbend/settings/",
            {**self.FORM, "coverage_floor": "72.5", "gap_to": "best", "self_acceptance": "yes"},
        )
        assert answer.status_code == 303
        with queries.enter(ana, "riverbend") as actor:
            now = queries.initiative_of(actor)
            assert (str(now.coverage_floor), now.self_acceptance) == ("0.725", True)
            told = Event.objects.get(key="initiatives.settings_changed")
            assert told.data["fields"] == ["coverage_floor", "self_acceptance"]
        page = text(client.get("/i/riverbend/settings/"))
        assert "who accepts figures" in page
        assert 'value="72.5"' in page

    def test_nothing_changed_is_no_event(self, ana: User, riverbend: Initiative, browser: Browser) -> None:
        assert browser(ana).post("/i/riverbend/settings/", self.FORM).status_code == 303
        with queries.enter(ana, "riverbend"):
            assert not Event.objects.filter(key="initiatives.settings_changed").exists()

    def test_the_impossible_is_refused_at_its_field(
        self, ana: User, riverbend: Initiative, browser: Browser
    ) -> None:
        answer = browser(ana).post("/i/riverbend/settings/", {**self.FORM, "suppression_threshold": "1"})
        assert answer.status_code == 422
        assert 'id="id_suppression_threshold_error"' in text(answer)
        few = {**self.FORM, "suppression_threshold": "8", "rounded_to": "10"}
        assert 'id="id_rounded_to_error"' in text(browser(ana).post("/i/riverbend/settings/", few))

    def test_what_is_said_of_hiding_is_kept_and_stays_where_nothing_is_said(
        self, ana: User, riverbend: Initiative, browser: Browser
    ) -> None:
        rules = {"population_floor": "300", "rounded_to": "5"}
        assert browser(ana).post("/i/riverbend/settings/", {**self.FORM, **rules}).status_code == 303
        assert browser(ana).post("/i/riverbend/settings/", self.FORM).status_code == 303
        with queries.enter(ana, "riverbend") as actor:
            now = queries.initiative_of(actor)
        assert (now.population_floor, now.rounded_to) == (300, 5)


class TestChangedMeanwhile:
    """Two open the same form; the second is told, keeps what they typed, and may decide."""

    FORMS = [
        ("settings/", {**TestSettings.FORM, "purpose": "Mine"}, {**TestSettings.FORM, "purpose": "Theirs"}),
        ("partners/school-board/change/", {"name": "Mine"}, {"name": "Theirs"}),
        ("places/north/", {"name": "Mine"}, {"name": "Theirs"}),
    ]

    @pytest.mark.parametrize(("path", "mine", "theirs"), FORMS)
    def test_the_second_is_told_and_nothing_is_lost(
        self,
        ana: User,
        sam: User,
        riverbend: Initiative,
        browser: Browser,
        path: str,
        mine: dict[str, str],
        theirs: dict[str, str],
    ) -> None:
        other = ana if path == "settings/" else sam
        address = f"/i/riverbend/{path}"
        opened = self.version(browser(ana).get(address))
        assert browser(other).post(address, {**theirs, "version": opened}).status_code == 303
        answer = browser(ana).post(address, {**mine, "version": opened})
        assert answer.status_code == 422
        page = text(answer)
        assert f"{other.name} changed this since you opened it" in page
        assert "Mine" in page
        again = browser(ana).post(address, {**mine, "version": self.version(answer)})
        assert again.status_code == 303
        assert "Mine" in text(browser(ana).get(address))

    def test_a_person_s_role_is_not_given_twice_over(
        self, ana: User, ben: User, riverbend: Initiative, browser: Browser
    ) -> None:
        with queries.enter(ana, "riverbend"):
            member = Membership.objects.get(user=ben)
        address = f"/i/riverbend/people/{member.public_id}/"
        page = text(browser(ana).get(address))
        opened = page.split('name="version" value="')[1].split('"')[0]
        details = {"name": "Benno", "preferred_contact": "email", "version": opened}
        assert browser(ana).post(address, details).status_code == 303
        answer = browser(ana).post(address, {**details, "name": "Benedict"})
        assert (answer.status_code, "Ana changed this" in text(answer)) == (422, True)

    def version(self, answer: Any) -> str:
        return text(answer).split('name="version" value="')[1].split('"')[0]


class TestActivity:
    def test_staff_read_everything_and_partners_their_own(
        self, ana: User, ben: User, riverbend: Initiative, browser: Browser
    ) -> None:
        all_of_it = text(browser(ana).get("/i/riverbend/activity/"))
        assert "Food bank joined as a partner" in all_of_it
        own = text(browser(ben).get("/i/riverbend/activity/"))
        assert "School board joined" in own and "Food bank" not in own

    def test_filters_and_pages(self, ana: User, riverbend: Initiative, browser: Browser) -> None:
        for number in range(60):
            factories.place(riverbend, f"p{number}")
        client = browser(ana)
        page = text(client.get("/i/riverbend/activity/"))
        assert "Page 1 of 2" in page
        only = text(client.get("/i/riverbend/activity/?kind=initiatives.partner&partner=food-bank"))
        assert "Food bank joined" in only and "School board joined" not in only
        assert "fits these filters" in text(client.get("/i/riverbend/activity/?until=2000-01-01"))
        assert client.get("/i/riverbend/activity/?since=nonsense&page=x").status_code == 200

    def test_sign_ins_are_told_only_when_asked_for(
        self, ana: User, riverbend: Initiative, browser: Browser
    ) -> None:
        client = browser(ana)
        assert "Signed in" not in text(client.get("/i/riverbend/activity/"))
        assert "Signed in" in text(client.get("/i/riverbend/activity/?kind=initiatives.signed_in"))

    def test_a_name_is_shown_for_as_long_as_there_is_one(
        self, ana: User, riverbend: Initiative, browser: Browser
    ) -> None:
        with queries.enter(ana, "riverbend") as actor:
            added = services.add_person(actor, name="Inés", role="community")
        client = browser(ana)
        assert "Inés" in text(client.get("/i/riverbend/activity/?kind=initiatives.person"))
        with queries.enter(ana, "riverbend"):
            Membership.objects.filter(pk=added.pk).update(name="Somebody")
        assert "Inés" not in text(client.get("/i/riverbend/activity/?kind=initiatives.person"))


class TestTokens:
    FORM = {"name": "Nightly", "initiative": "riverbend", "scopes": ["read"], "term": "30"}

    def test_made_shown_once_and_ended(self, ana: User, riverbend: Initiative, browser: Browser) -> None:
        client = browser(ana)
        made = text(client.post("/tokens/", self.FORM))
        secret = made.split("<code id=")[1].split(">")[1].split("<")[0]
        assert secret.startswith("concert_") and len(secret) > 40
        listed = text(client.get("/tokens/"))
        assert "Nightly" in listed and secret not in listed
        bearer = {"Authorization": f"Bearer {secret}"}
        assert Client().get("/api/v1/initiatives/riverbend/", headers=bearer).status_code == 200
        address = next(part for part in listed.split('"') if part.endswith("/end/"))
        assert client.post(address).status_code == 303
        assert Client().get("/api/v1/initiatives/riverbend/", headers=bearer).status_code == 401

    def test_making_one_asks_for_a_fresh_sign_in(self, ana: User, riverbend: Initiative) -> None:
        client = Client()
        client.force_login(ana)
        assert client.post("/tokens/", self.FORM)["Location"].startswith("/accounts/reauthenticate/")

    def test_nobody_ends_another_s(
        self, ana: User, zoe: User, riverbend: Initiative, browser: Browser
    ) -> None:
        mine, theirs = browser(ana), browser(zoe)
        mine.post("/tokens/", self.FORM)
        address = next(part for part in text(mine.get("/tokens/")).split('"') if part.endswith("/end/"))
        assert theirs.post(address).status_code == 404
        assert "Nightly" not in text(theirs.get("/tokens/"))

    def test_only_one_s_own_initiatives_are_offered(
        self, ana: User, zoe: User, riverbend: Initiative, browser: Browser
    ) -> None:
        refused = browser(ana).post("/tokens/", {**self.FORM, "initiative": "harbor"})
        assert refused.status_code == 422


class TestErrors:
    def test_below_an_initiative_its_people_keep_the_way_back(
        self, ana: User, zoe: User, riverbend: Initiative, browser: Browser
    ) -> None:
        mine = browser(ana).get("/i/riverbend/nowhere/")
        assert (mine.status_code, "Back to Riverbend" in text(mine)) == (404, True)
        theirs = browser(zoe).get("/i/riverbend/nowhere/")
        assert (theirs.status_code, "Riverbend" in text(theirs)) == (404, False)

    def test_a_page_that_is_not_there(self, client: Client, db: None) -> None:
        answer = client.get("/nothing/here/")
        assert answer.status_code == 404
        assert "This page is not here" in text(answer)
        assert "no-store" in answer["Cache-Control"]

    def test_a_role_that_may_not_is_told_so(self, dora: User, browser: Browser) -> None:
        answer = browser(dora).get("/i/riverbend/settings/")
        assert answer.status_code == 403
        assert "not for your role" in text(answer)
        assert "Riverbend" in text(answer)

    def test_a_form_from_elsewhere_is_refused(self, ana: User, riverbend: Initiative) -> None:
        client = Client(enforce_csrf_checks=True)
        client.force_login(ana)
        answer = client.post("/i/riverbend/settings/", TestSettings.FORM)
        assert answer.status_code == 403
        with queries.enter(ana, "riverbend"):
            assert Partner.objects.count() == 2

    def test_when_something_breaks_nothing_of_it_is_shown(
        self, ana: User, riverbend: Initiative, browser: Browser, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def burst(*_args: Any, **_kwargs: Any) -> None:
            raise RuntimeError("secret detail")

        client = browser(ana)
        monkeypatch.setattr("initiatives.views.partners.partners_matching", burst)
        client.raise_request_exception = False
        answer = client.get("/i/riverbend/partners/")
        assert answer.status_code == 500
        assert "secret detail" not in text(answer)
