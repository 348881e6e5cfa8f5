"""How the description of the REST API introduces itself, and what its enumerations are called."""

SPECTACULAR_SETTINGS = {
    "TITLE": "Concert",
    "DESCRIPTION": """The REST API of Concert, the open platform on which a collective impact initiative runs.

Hand in a partner's figures, with a token of the scope `submit` (People, then Tokens):

```
curl -X POST https://concert.example/api/v1/initiatives/riverbend/submissions/ \\
  -H "Authorization: Bearer $TOKEN" -H "Content-Type: application/json" \\
  -d '{"partner": "school-board", "period": "2026-Q3", "submit": true,
       "observations": [{"indicator": "reading", "numerator": "40", "denominator": "50"}]}'
```

Read an indicator's figures by sector as they stood on a day, as JSON or, with `format=csv`, as a table:

```
curl -G https://concert.example/api/v1/initiatives/riverbend/indicators/reading/series/ \\
  -H "Authorization: Bearer $TOKEN" -d by=sector -d from=2024-Q1 -d as_of=2026-06-30 -d format=csv
```

Decimals are text, so that no digit is lost; moments are in UTC. What is wrong is told as `application/problem+json`.
""",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PUBLIC": True,
    "SERVE_AUTHENTICATION": [],
    "SERVE_PERMISSIONS": ["rest_framework.permissions.AllowAny"],
    "COMPONENT_SPLIT_REQUEST": True,
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
    "ENUM_NAME_OVERRIDES": {
        "PartnerState": "initiatives.serializers.STATES",
        "IndicatorState": "measurement.words.State",
        "CycleState": "measurement.words.CycleState",
        "RequestState": "measurement.serializers.collection.REQUESTS",
        "SubmissionState": "measurement.words.SubmissionState",
        "ValueStatus": "measurement.words.ValueStatus",
        "FigureStatus": "measurement.words.FigureStatus",
        "WantState": "measurement.words.WantState",
        "ActionState": "initiatives.serializers.ACTION_STATES",
        "GroupKind": "initiatives.serializers.groups.GROUP_KINDS",
        "TargetBasis": "measurement.words.Basis",
        "ProgressMethod": "measurement.words.ProgressMethod",
        "ForecastMethod": "measurement.words.ForecastMethod",
        "ProgressState": "measurement.serializers.targets.ALL_STATES",
        "TurnedState": "measurement.serializers.targets.TURNED",
        "IndicatorKind": "measurement.words.Kind",
        "PathStepKind": "measurement.serializers.figures.STEP_KINDS",
        "SharedLevel": "measurement.words.SharedLevel",
        "AgreementAudience": "measurement.words.Audience",
        "AgreementState": "measurement.words.AgreementState",
        "IndicatorLevel": "measurement.words.Level",
        "OpenWantState": "measurement.serializers.agreement.OPEN_WANTS",
        "AgendaState": "agenda.words.AgendaState",
        "AgendaPosition": "agenda.words.Position",
        "GoalState": "agenda.words.GoalState",
        "StrategyState": "agenda.words.StrategyState",
        "StrategyKind": "agenda.words.StrategyKind",
        "CommitmentState": "agenda.words.CommitmentState",
        "Promise": "agenda.words.Promise",
        "ConsultationMethod": "agenda.words.Method",
        "PieceKind": "agenda.serializers.versions.PIECES",
        "ActivityKind": "activities.words.ActivityKind",
        "ActivityState": "activities.words.ActivityState",
        "ActivityBeginning": "activities.serializers.activities.BEGINNINGS",
        "ActivityImportState": "activities.serializers.imports.IMPORT_STATES",
        "ActivityLinkKind": "activities.words.LinkKind",
        "CheckInStatus": "activities.words.CheckInStatus",
        "SystemLevel": "activities.words.SystemLevel",
        "AdoptionRule": "agenda.words.AdoptionRule",
        "DecisionState": "communications.words.decisions.DecisionState",
        "DecisionRule": "communications.words.decisions.Rule",
        "DecisionStep": "communications.serializers.decisions.FORWARD",
        "DecisionsIn": "communications.serializers.decisions.STATES",
        "EvidenceKind": "communications.words.decisions.EvidenceKind",
        "ReviewVerdict": "communications.words.decisions.ReviewVerdict",
        "DecisionPosition": "communications.words.decisions.Position",
        "LessonVisibility": "communications.words.lessons.LessonVisibility",
        "Visibility": "measurement.words.Visibility",
        "AskEnding": "communications.serializers.meetings.ENDINGS",
        "DigestFrequency": "communications.words.digests.Frequency",
        "HeardOf": "communications.words.notices.About",
        "PassageKind": "backbone.words.PassageKind",
        "ReportKind": "backbone.words.ReportKind",
        "BackboneRole": "backbone.words.roles.BackboneRole",
        "BackboneModel": "backbone.words.roles.BackboneModel",
        "BackboneTaskState": "backbone.words.roles.TaskState",
        "BackboneTaskRepeats": "backbone.serializers.roles.COMES_AGAIN",
        "LeaderGroup": "backbone.words.roles.LeaderGroup",
        "PolicyLevel": "backbone.words.roles.PolicyLevel",
        "PolicyStage": "backbone.words.roles.PolicyStage",
        "FundingKind": "backbone.words.roles.FundingKind",
        "FundingStage": "backbone.words.roles.FundingStage",
        "MentionKind": "backbone.words.roles.MentionKind",
        "HealthState": "backbone.words.health.ItemState",
        "SurveyKind": "communications.words.surveys.SurveyKind",
        "SurveyAudience": "communications.words.surveys.Audience",
        "VoiceOutcome": "communications.words.voice.VoiceOutcome",
        "NoteSide": "activities.words.Side",
        "Language": "django.conf.settings.LANGUAGES",
        "PublicLanguage": "backbone.serializers.public.LANGUAGES",
        "MemberRole": "initiatives.serializers.people.ROLES",
    },
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
}
