"""Exports of the organisation: files of today, streamed as they are made."""

from datetime import date
from uuid import UUID

from flask import Blueprint, Response, flash, redirect, render_template, request, stream_with_context
from werkzeug.wrappers import Response as AnyResponse
from wtforms import DateField, SelectField
from wtforms.validators import Optional

from web import labels
from web.domain.errors import Refused
from web.pages.access import page_for, token
from web.pages.export_files import CSV_TYPE, XLSX_TYPE, csv_file, xlsx_file
from web.pages.formats import today
from web.pages.forms import PageForm, choices_of
from web.pages.hr_validator_access import AT_DESK, at_desk
from web.pages.rendering import Told, refusal
from web.pages.wiring import wiring

INVALID = 422
_WRITERS = {"csv": (csv_file, CSV_TYPE), "xlsx": (xlsx_file, XLSX_TYPE)}
pages = Blueprint("hr_validator_exports", __name__, url_prefix="/valideur/exports")


class ExportForm(PageForm):
    """What, as which file, between which days; without days, everything. It asks, it changes nothing: no token."""

    class Meta(PageForm.Meta):
        csrf = False

    kind = SelectField(choices=choices_of(labels.exports.KINDS))
    file_format = SelectField(choices=choices_of(labels.exports.FORMATS))
    first_day = DateField(validators=[Optional()])
    last_day = DateField(validators=[Optional()])

    def is_sound(self) -> bool:
        """Whether the form can be answered; the days in their order."""
        if not self.validate():
            return False
        first, last = self.first_day.data, self.last_day.data
        if first and last and last < first:
            self.last_day.errors = [labels.FORM_ERRORS["days-order"]]
            return False
        return True


@pages.get("")
@page_for(*AT_DESK)
@at_desk
def choose() -> str:
    """What may be exported."""
    return _page(ExportForm(formdata=None))


def _page(form: ExportForm, told: Told | None = None) -> str:
    schedules = wiring().hr_desk.schedules(token=token())
    return render_template("hr_validator/exports.html", form=form, schedules=schedules, told=told)


@pages.post("/envois")
@page_for(*AT_DESK)
@at_desk
def schedule() -> Response | AnyResponse | tuple[str, int]:
    """An e-mail every week or month, with a link that asks to sign in."""
    wanted = {name: request.form.get(name, "") for name in ("kind", "file_format", "frequency")}
    try:
        wiring().hr_desk.schedule(wanted, token=token(), key=request.form.get("key", ""))
    except Refused as refused:
        return _page(ExportForm(formdata=None), refusal(refused)), refused.status
    flash(labels.FLASHES["schedule-made"], "success")
    return redirect("/valideur/exports")


@pages.post("/envois/<uuid:schedule_id>/fin")
@page_for(*AT_DESK)
@at_desk
def end_schedule(schedule_id: UUID) -> AnyResponse:
    """No more e-mails of this one."""
    wiring().hr_desk.end_schedule(schedule_id, token=token(), key=request.form.get("key", ""))
    flash(labels.FLASHES["schedule-ended"], "success")
    return redirect("/valideur/exports")


@pages.get("/<uuid:export_id>")
@page_for(*AT_DESK)
@at_desk
def prepared(export_id: UUID) -> Response:
    """The link of an e-mail: for its account alone, signed in; the file is made now."""
    found = wiring().hr_desk.prepared(export_id, token=token())
    days = (date.fromisoformat(found["first_day"]), date.fromisoformat(found["last_day"]))
    return export_of(found["kind"], found["file_format"], days=days)


@pages.get("/fichier")
@page_for(*AT_DESK)
@at_desk
def download() -> Response | tuple[str, int]:
    """The file; the first line leaves before the last one is read."""
    form = ExportForm(formdata=request.args)
    if not form.is_sound():
        return _page(form), INVALID
    return export_of(form.kind.data, form.file_format.data, days=(form.first_day.data, form.last_day.data))


def export_of(kind: str, file_format: str, *, days: tuple[date | None, date | None]) -> Response:
    """A streamed answer with a name that says what it is."""
    first, last = days
    rows = wiring().hr_desk.rows({"kind": kind, "first_day": first, "last_day": last}, token=token())
    write, content_type = _WRITERS[file_format]
    name = labels.exports.FILE_NAME.format(
        kind=labels.exports.FILE_KINDS[kind], first=first or "", last=last or today()
    ).replace("--", "-")
    headers = {"Content-Disposition": f'attachment; filename="{name}.{file_format}"', "Cache-Control": "no-store"}
    return Response(stream_with_context(write(rows, kind)), content_type=content_type, headers=headers)
