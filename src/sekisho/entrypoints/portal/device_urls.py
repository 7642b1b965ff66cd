"""The addresses below Settings > User Settings > Security > Secure Login System."""

from django.urls import path

from sekisho.entrypoints.portal import device_order, device_proofs, device_sharing, devices, passkeys, phones

pages = [
    path("", devices.index),
    path("passkey/", passkeys.index),
    path("passkey/code", passkeys.code),
    path("passkey/make", passkeys.make),
    path("phone/", phones.index),
    path("phone/code", phones.code),
    path("request/", device_order.form),
    path("request/summary", device_order.summary),
    path("share/", device_sharing.form),
    path("share/verify", device_sharing.verify),
    path("share/proof", device_sharing.proof),
    path("trading/opt-in", device_proofs.opt_in),
    path("<slug:device_id>/lost", devices.lost),
    path("<slug:device_id>/return", devices.give_back),
    path("<slug:device_id>/return/form", devices.return_form),
    path("<slug:device_id>/pin", device_proofs.pin),
    path("<slug:device_id>/rename", phones.rename),
    path("<slug:device_id>/say/<slug:deed>", devices.at_once),
    path("<slug:subject>/<slug:deed>", device_proofs.begin),
    path("<slug:subject>/<slug:deed>/proof", device_proofs.proof),
]
