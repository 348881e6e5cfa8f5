"""Where anybody tells the initiative something, without an account, and reads what came of what others said."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _

from backbone.forms.public_voice import SayForm, stamp, stamped
from backbone.queries.open_data import voice_told
from backbone.views.public import PublicView, voice_of, with_outcomes
from communications.queries import voice as queries
from communications.services.voice import give_feedback
from initiatives import limits
from initiatives.kernel.errors import DomainError, NotFound
from initiatives.rest.answers import dumps
from initiatives.web import SeeOther, add_errors, errors_in, paginate


class Say(PublicView):
    """The form, with whom to turn to in danger beside it. What is sent is read by the backbone and shown nowhere.

    It sets the one cookie of the open pages, which keeps others from sending it in somebody's name.
    """

    http_method_names = ["get", "head", "post"]

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        return self.show(self.find(**kwargs), SayForm(self.actor))

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        question = self.find(**kwargs)
        form = SayForm(self.actor, request.POST)
        if not form.is_valid():
            return self.show(question, form, 422)
        status = 422
        try:
            self.require_somebody(request, form)
            with errors_in(form):
                give_feedback(self.actor, question=question, public_id=form.number(), **form.values())
        except NotFound:
            raise
        except DomainError as error:
            add_errors(form, error)
            status = error.status
        if form.is_valid():
            return SeeOther(self.url("public_thanks"))
        return self.show(question, form, status)

    def find(self, public_id: UUID | None = None) -> Any:
        """Return the question that is answered, None for none. Raises NotFound while nothing can be said."""
        self.voice = queries.voice_form(self.actor)
        if not self.voice.is_open:
            raise NotFound
        if public_id is None:
            return None
        found = queries.open_questions(self.actor).filter(public_id=public_id).first()
        if found is None:
            raise NotFound
        return found

    def require_somebody(self, request: HttpRequest, form: SayForm) -> None:
        """Raise DomainError where a program seems to have sent it, TooMany where too much comes from there."""
        if form.cleaned_data["website"]:
            raise DomainError("not_empty", _("One field has to stay empty. Please send it once more."))
        stamped(form.cleaned_data["stamp"])
        limits.spend(
            "say",
            window=limits.HOUR,
            address=limits.address_of(request),
            initiative=self.actor.initiative.pk,
        )

    def show(self, question: Any, form: SayForm, status: int = 200) -> HttpResponseBase:
        """Draw the form; what was typed stays, a field that programs fill in is emptied."""
        kept = form.data.get("stamp", "") if form.is_bound else ""
        answer = self.page(
            "backbone/public/say.html",
            {
                "form": form,
                "stamp": kept if _young(kept) else stamp(),
                "question": question,
                "voice": self.voice,
                "questions": list(queries.open_questions(self.actor)[:5]) if question is None else [],
                "here": self.request.path,
            },
        )
        answer.status_code = status
        return answer


def _young(text: str) -> bool:
    """Whether a stamp is good, or will be in a moment."""
    try:
        stamped(text)
    except DomainError as error:
        return error.code == "too_fast"
    return True


class Thanks(PublicView):
    """What happens now with what was said."""

    def get(self, request: HttpRequest) -> HttpResponseBase:
        context = {"voice": queries.voice_form(self.actor), "said": self.url("public_said")}
        return self.page("backbone/public/thanks.html", context)


class YouSaid(PublicView):
    """What people said, with the answers, and what was heard to questions."""

    def get(self, request: HttpRequest) -> HttpResponseBase:
        page = paginate(request, queries.you_said(self.actor), 20)
        context = {
            "page": page,
            "rows": with_outcomes(page.object_list),
            "told_questions": list(queries.told_questions(self.actor)[:10]),
            **voice_of(self.actor),
        }
        return self.page("backbone/public/you_said.html", context)


class VoiceFile(PublicView):
    """Open questions, and what people said with the answers, for programs."""

    file = True

    def get(self, request: HttpRequest) -> HttpResponseBase:
        return HttpResponse(dumps(voice_told(self.actor)), content_type="application/json")
