"""The pages of the core."""

from django.urls import path

from initiatives.views import (
    handing_over,
    invitations,
    inviting,
    own_data,
    partners,
    people,
    places,
    reminding,
    search,
    settings,
    start,
    tokens,
)

app_name = "initiatives"

urlpatterns = [
    path("", start.MyInitiatives.as_view(), name="mine"),
    path("initiatives/new/", start.NewInitiative.as_view(), name="new"),
    path("i/<slug:slug>/setup/", start.FirstPartners.as_view(), name="setup"),
    path("initiatives/take-in/", handing_over.TakeIn.as_view(), name="take_in"),
    path("my-data/", own_data.OwnData.as_view(), name="my_data"),
    path("my-data/take/", own_data.TakeOwnData.as_view(), name="take_my_data"),
    path("my-data/forget/", own_data.ForgetMe.as_view(), name="forget_me"),
    path("tokens/", tokens.Tokens.as_view(), name="tokens"),
    path("tokens/<uuid:public_id>/end/", tokens.EndToken.as_view(), name="end_token"),
    path("invitations/<str:secret>/", invitations.ShowInvitation.as_view(), name="invitation"),
    path("i/<slug:slug>/settings/", settings.Settings.as_view(), name="settings"),
    path("i/<slug:slug>/hand-over/", handing_over.HandOver.as_view(), name="hand_over"),
    path(
        "i/<slug:slug>/hand-over/<uuid:public_id>/take/",
        handing_over.TakePackage.as_view(),
        name="take_package",
    ),
    path(
        "i/<slug:slug>/hand-over/<uuid:public_id>/remove/",
        handing_over.RemovePackage.as_view(),
        name="remove_package",
    ),
    path("i/<slug:slug>/activity/", settings.Activity.as_view(), name="activity"),
    path("i/<slug:slug>/remind/<slug:kind>/<uuid:public_id>/", reminding.Remind.as_view(), name="remind"),
    path("i/<slug:slug>/calls/", reminding.Calls.as_view(), name="calls"),
    path("i/<slug:slug>/search/", search.Search.as_view(), name="search"),
    path("i/<slug:slug>/partners/", partners.Partners.as_view(), name="partners"),
    path("i/<slug:slug>/new/partner/", partners.AddPartner.as_view(), name="add_partner"),
    path("i/<slug:slug>/partners/<str:code>/", partners.PartnerPage.as_view(), name="partner"),
    path(
        "i/<slug:slug>/partners/<str:code>/change/", partners.ChangePartner.as_view(), name="change_partner"
    ),
    path(
        "i/<slug:slug>/partners/<str:code>/contacts/",
        partners.ChangeContacts.as_view(),
        name="change_contacts",
    ),
    path(
        "i/<slug:slug>/partners/<str:code>/affiliation/",
        partners.ChangeAffiliation.as_view(),
        name="affiliate",
    ),
    path("i/<slug:slug>/partners/<str:code>/leave/", partners.PartWith.as_view(), name="part_with"),
    path("i/<slug:slug>/places/", places.Places.as_view(), name="places"),
    path("i/<slug:slug>/places/<str:code>/", places.ChangePlace.as_view(), name="place"),
    path("i/<slug:slug>/places/<str:code>/remove/", places.RemovePlace.as_view(), name="remove_place"),
    path("i/<slug:slug>/me/", people.Me.as_view(), name="me"),
    path("i/<slug:slug>/me/goes-along/", people.GoesAlong.as_view(), name="my_goes_along"),
    path("i/<slug:slug>/me/leave/", people.LeaveMyself.as_view(), name="leave_myself"),
    path("i/<slug:slug>/people/", people.People.as_view(), name="people"),
    path("i/<slug:slug>/people/invite/", inviting.Invite.as_view(), name="invite"),
    path("i/<slug:slug>/people/invite-all/", inviting.InviteAll.as_view(), name="invite_all"),
    path("i/<slug:slug>/people/new/", inviting.AddPerson.as_view(), name="add_person"),
    path("i/<slug:slug>/people/<uuid:public_id>/", people.Person.as_view(), name="person"),
    path("i/<slug:slug>/people/<uuid:public_id>/role/", people.ChangeRole.as_view(), name="change_role"),
    path(
        "i/<slug:slug>/people/<uuid:public_id>/invite/",
        inviting.SendInvitation.as_view(),
        name="send_invitation",
    ),
    path(
        "i/<slug:slug>/people/<uuid:public_id>/withdraw/",
        inviting.WithdrawInvitation.as_view(),
        name="withdraw_invitation",
    ),
    path(
        "i/<slug:slug>/people/<uuid:public_id>/goes-along/",
        people.GoesAlongOf.as_view(),
        name="goes_along",
    ),
    path("i/<slug:slug>/people/<uuid:public_id>/leave/", people.Leave.as_view(), name="leave"),
]
