# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What Cognito does with an MFA configuration, as pure functions over plain data.

The rules (R), rejections (E), vectors (V) and unknowns (U) are those of docs/service-behaviour.md.  Where it says UNKNOWN,
a switch selects the answer, so that a client can be proven under either.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from dataclasses import replace
from datetime import datetime
from datetime import UTC
from functools import lru_cache
from typing import Any

import botocore.session

Block = dict[str, Any]

FACTORS = ("SmsMfaConfiguration", "SoftwareTokenMfaConfiguration", "EmailMfaConfiguration")
SMS, TOTP, EMAIL = FACTORS
PASSKEYS = "WebAuthnConfiguration"
SHARED = ("SmsAuthenticationMessage", "SmsConfiguration")  # members of the SMS block that are the pool's own (R8)
MULTI = "MULTI_FACTOR_WITH_USER_VERIFICATION"
PASSWORDLESS = {"EMAIL_OTP", "SMS_OTP", "WEB_AUTHN"}
INVALID_RECOVERY_FOR_EMAIL = (
    "Cannot set EmailMfaConfiguration when user pool AccountRecoverySetting is not set or contains only verified_email in "
    "RecoveryMechanisms."
)

# R67: regions that send SMS through another one.
SNS_REGIONS = {
    "us-east-2": {"us-east-2", "us-east-1"},
    "ca-central-1": {"ca-central-1", "us-east-1"},
    "eu-central-1": {"eu-central-1", "eu-west-1"},
    "eu-west-2": {"eu-west-2", "eu-west-1"},
    "ap-south-1": {"ap-south-1", "ap-southeast-1"},
    "ap-northeast-2": {"ap-northeast-1"},
}

# The switches: the values of each, its default first.
SWITCHES: dict[str, tuple[str, ...]] = {
    "U1": ("absent", "present"),  # Get's SMS block in OFF, of a pool that has an SmsConfiguration
    "R82": ("goes", "stays"),  # Get's SMS block in ON and OPTIONAL, of such a pool, when SMS is no longer a factor
    "U2": ("dropped", "kept"),  # the SMS factor of such a pool when Set leaves it out
    "U3": ("dropped", "kept"),  # the email factor of a pool with its own SES identity when Set leaves it out
    "U4": ("wiped", "kept"),  # live RelyingPartyId and UserVerification when Set leaves them or the block out
    "U5": ("accepted", "refused"),  # ON or OPTIONAL with a disabled TOTP alone
    "U6": ("refused", "accepted"),  # OFF with a valid SMS block
    "U7": ("accepted", "refused"),  # OFF without SMS on a pool that verifies phone_number automatically
    "U12": ("refused", "stored"),  # an SMS block without SmsConfiguration on a pool that has one
    "E2": ("E2", "E2b"),  # the wording of E2
    "R26": ("filled", "absent"),  # UserVerification in Get when it was not sent
    "R80": ("absent", "filled"),  # SnsRegion in Get when it was not sent
    "R83": ("absent", "present"),  # Get's passkey block {FC: SINGLE} in ON and OPTIONAL when none was sent, above LITE
    "R84": ("refused", "accepted"),  # UpdateUserPool with SMS_OTP as a first factor and no SmsConfiguration
    "P9": ("as measured", "everything reset", "everything kept"),  # what UpdateUserPool makes of what is left out
    "P12": ("accepted", "refused"),  # UnusedAccountValidityDays as described, sent back without Policies
    "P14": ("accepted", "refused"),  # a verification template with both an email message and one with a link
    "P16": ("pool", "request"),  # where UpdateUserPool looks for the SMS sender of a verified phone_number
    "P27": ("refused", "accepted"),  # a sender or recovery below the needs of the email factor that is on
    "D10": ("asked", "signed in"),  # what a new user meets in ON at the very first sign-in
    "L5": ("hidden", "shown"),  # an authenticator that is not listed, in AdminGetUserAuthFactors
    "X5": ("phone", "none"),  # what recovers accounts first in a pool without AccountRecoverySetting
    "quotas": ("off", "on"),  # the request quotas of R76
}


@dataclass(frozen=True)
class Switches:
    """The selected answers."""

    values: tuple[tuple[str, str], ...] = tuple((name, values[0]) for name, values in SWITCHES.items())

    def with_(self, **chosen: str) -> Switches:
        """These switches with some set otherwise; :raises ValueError: for a name or value that does not exist."""
        for name, value in chosen.items():
            if value not in SWITCHES.get(name, ()):
                raise ValueError(f"{name}={value}: {SWITCHES.get(name) or 'no such switch'}")
        return Switches(tuple({**dict(self.values), **chosen}.items()))

    def __getitem__(self, name: str) -> str:
        return dict(self.values)[name]


class Rejected(Exception):
    """What the service answers instead of doing what was asked; it changes nothing (R18)."""

    def __init__(self, message: str, code: str = "InvalidParameterException") -> None:
        super().__init__(message)
        self.message = message
        self.code = code


@dataclass(frozen=True)
class Pool:
    """A user pool as far as MFA is concerned.

    :ivar region: where it is.
    :ivar account: whose it is.
    :ivar settings: its DescribeUserPool members.
    :ivar mfa: the factor and passkey blocks that are stored, without what SMS shares with the settings (R8).
    :ivar sms: whether SMS is a factor.
    :ivar state: what it is busy with; see ``user_pool.STATES``.
    """

    region: str
    account: str
    settings: Block
    mfa: Block
    sms: bool = False
    state: str = "normal"

    @property
    def mode(self) -> str:
        """The MFA mode."""
        return str(self.settings.get("MfaConfiguration") or "OFF")

    @property
    def first_factors(self) -> set[str]:
        """What may be the first factor of a sign-in."""
        policy = (self.settings.get("Policies") or {}).get("SignInPolicy") or {}
        return set(policy.get("AllowedFirstAuthFactors") or ["PASSWORD"])

    @property
    def sender(self) -> str:
        """How the pool sends email."""
        return str((self.settings.get("EmailConfiguration") or {}).get("EmailSendingAccount") or "COGNITO_DEFAULT")

    @property
    def recovery(self) -> list[str]:
        """The recovery mechanisms, the first one first; none if the pool has the legacy recovery (R81)."""
        mechanisms = (self.settings.get("AccountRecoverySetting") or {}).get("RecoveryMechanisms") or []
        return [str(mechanism["Name"]) for mechanism in sorted(mechanisms, key=lambda each: int(each["Priority"]))]

    @property
    def passkey_factor(self) -> str:
        """The live FactorConfiguration (R24)."""
        return str(self.mfa.get(PASSKEYS, {}).get("FactorConfiguration") or "SINGLE_FACTOR")


# -- Get ---------------------------------------------------------------------------------------------------------------


def get(pool: Pool, switches: Switches) -> Block:
    """GetUserPoolMfaConfig: only what is configured is present (R19 to R27)."""
    answer: Block = {}
    shared = {name: pool.settings[name] for name in SHARED if pool.settings.get(name)}
    remains = switches["U1"] == "present" if pool.mode == "OFF" else switches["R82"] == "stays"
    shown = pool.sms or ("SmsConfiguration" in shared and remains)
    for name, value in pool.mfa.items():
        answer[name] = dict(value) if isinstance(value, dict) else value
    if switches["R83"] == "present" and pool.mode != "OFF" and pool.settings.get("UserPoolTier") != "LITE":
        answer.setdefault(PASSKEYS, {"FactorConfiguration": "SINGLE_FACTOR"})
    if shown:
        answer[SMS] = {**shared, **answer.get(SMS, {})}
    else:
        answer.pop(SMS, None)
    answer["MfaConfiguration"] = pool.mode
    return answer


# -- Set ---------------------------------------------------------------------------------------------------------------


def set_mfa(pool: Pool, request: Block, switches: Switches) -> Pool:
    """SetUserPoolMfaConfig: replaces everything (R1).

    The request is one that :func:`validate` has let pass, which the service does before it looks for the pool.

    :raises Rejected: in the order that section 11 knows: E8, E1, E2, E5 and E6, the sign-in policy.
    """
    mode = request.get("MfaConfiguration", "OFF")  # R2
    _check_passkeys(request)
    _check_sms(pool, request, switches)
    _check_tier(pool, request)
    _check_factors(mode, request, switches)
    _check_email(pool, mode, request)
    _check_first_factors(pool, mode, request)
    if switches["U7"] == "refused" and mode == "OFF" and SMS not in request:
        check_phone_verification(pool.settings)
    return _stored(pool, mode, request, switches)


def _check_passkeys(request: Block) -> None:
    """E15."""
    if re.search(r"[:/?#@\s]", request.get(PASSKEYS, {}).get("RelyingPartyId", "")):
        raise Rejected("RelyingPartyId contains invalid characters")


def _check_sms(pool: Pool, request: Block, switches: Switches) -> None:
    """E8, E11, E12, E22: before the mode rules."""
    if SMS not in request:
        return
    sender = request[SMS].get("SmsConfiguration")
    if sender is None and switches["U12"] == "stored":
        sender = pool.settings.get("SmsConfiguration")
    check_sender(pool.region, pool.account, sender or {})


def check_sender(region: str, account: str, sender: Block) -> None:
    """Whether SMS can be sent that way."""
    if "EumsSms" in sender:
        if sender.get("SnsCallerArn"):
            raise Rejected("SnsCallerArn and EumsSms cannot be used together")  # E22, text not recorded
        if sender["EumsSms"].get("Region", region) != region:
            raise Rejected("Invalid EumsSms region")  # E22, text not recorded
    arn = sender.get("EumsSms", {}).get("CallerArn") or sender.get("SnsCallerArn", "")
    role = re.fullmatch(r"arn:[\w-]+:iam::(\d{12}):role/.+", arn)
    if not role:
        raise Rejected("Invalid SMS MFA configuration given, external id and a valid caller arn are required")  # E8
    if role.group(1) != account:
        raise Rejected("Cross-account pass role is not allowed.")  # E11
    allowed = SNS_REGIONS.get(region, {region})
    if "SnsRegion" in sender and sender["SnsRegion"] not in allowed:
        names = ", ".join(sorted(allowed))
        raise Rejected(f"Invalid snsRegion. Allowed SNS region for {region} is {names}")  # E12


def _check_tier(pool: Pool, request: Block) -> None:
    """R39, R69, R70; the feature's name in Set is unknown (U8)."""
    if pool.settings.get("UserPoolTier") == "LITE" and (EMAIL in request or PASSKEYS in request):
        raise unavailable_in_tier("LITE", "Passwordless Sign-In")


def unavailable_in_tier(tier: str, features: str) -> Rejected:
    """E7, F7."""
    text = f"The following features need to be disabled for the {tier} pricing tier configured: {features}"
    return Rejected(text, "FeatureUnavailableInTierException")


def _check_factors(mode: str, request: Block, switches: Switches) -> None:
    """E1 and E2: presence counts, not value (R31, R33, R34)."""
    present = [name for name in FACTORS if name in request]
    if mode == "OFF":
        if present and not (present == [SMS] and switches["U6"] == "accepted"):
            raise Rejected("Invalid MFA configuration given, can't turn off MFA and configure an MFA together.")
        return
    idle = present == [TOTP] and not request[TOTP].get("Enabled")
    if not present or (idle and switches["U5"] == "refused"):
        raise Rejected(
            "Invalid MFA Configuration given. SMS MFA, Email MFA, or Software Token MFA must be enabled."
            if switches["E2"] == "E2"
            else "Invalid MFA configuration given, can't disable all MFAs with a required or optional configuration."
        )


def _check_email(pool: Pool, mode: str, request: Block) -> None:
    """E5 and E6."""
    if mode == "OFF" or EMAIL not in request:
        return
    if pool.sender == "COGNITO_DEFAULT":
        raise Rejected(
            "Cannot set EmailMfaConfiguration when user pool EmailConfiguration contains an EmailSendingAccount of "
            "COGNITO_DEFAULT. Update the value of EmailSendingAccount."
        )
    if set(pool.recovery) <= {"verified_email"}:
        raise Rejected(INVALID_RECOVERY_FOR_EMAIL)


def _check_first_factors(pool: Pool, mode: str, request: Block) -> None:
    """E3 and E4: the request is judged, never the live pool (R36)."""
    if mode != "ON":
        return
    check_one_time_passwords(pool.first_factors)
    if "WEB_AUTHN" in pool.first_factors and request.get(PASSKEYS, {}).get("FactorConfiguration") != MULTI:
        raise Rejected(
            "Cannot set WebAuthn factor configuration to SINGLE_FACTOR if MFA is required and WebAuthn is an allowed "
            "first auth factor"
        )


def check_one_time_passwords(first_factors: set[str]) -> None:
    """E3."""
    if first_factors & {"EMAIL_OTP", "SMS_OTP"}:
        raise Rejected("Only PASSWORD and WEB_AUTHN (if configured) can be enabled as an auth factor if MFA is enabled")


def check_phone_verification(settings: Block) -> None:
    """E16."""
    if "phone_number" in (settings.get("AutoVerifiedAttributes") or []):
        raise Rejected("SMS configuration is required when phone_number is selected for auto verification")


def _stored(pool: Pool, mode: str, request: Block, switches: Switches) -> Pool:
    """The pool after an accepted Set."""
    settings = {**pool.settings, "MfaConfiguration": mode}
    if SMS in request:  # R8, R9
        _store_sms(settings, request[SMS], pool, switches)
    known = {"UserPoolId", "MfaConfiguration", SMS, PASSKEYS}
    mfa = {name: value for name, value in request.items() if name not in known}
    if TOTP in mfa:
        mfa[TOTP] = {**mfa[TOTP], "Enabled": bool(mfa[TOTP].get("Enabled"))}
    unknown_to_sms = {name: value for name, value in request.get(SMS, {}).items() if name not in SHARED}
    if unknown_to_sms:
        mfa[SMS] = unknown_to_sms
    kept_email = switches["U3"] == "kept" and mode != "OFF" and pool.sender == "DEVELOPER"
    if EMAIL in pool.mfa and EMAIL not in mfa and kept_email:
        mfa[EMAIL] = pool.mfa[EMAIL]
    passkeys = _stored_passkeys(pool, request, switches)
    if passkeys is not None:
        mfa[PASSKEYS] = passkeys
    kept_sms = switches["U2"] == "kept" and mode != "OFF" and bool(settings.get("SmsConfiguration"))
    return replace(pool, settings=settings, mfa=mfa, sms=mode != "OFF" and (SMS in request or kept_sms))


def _store_sms(settings: Block, block: Block, pool: Pool, switches: Switches) -> None:
    if "SmsConfiguration" in block:
        sender = dict(block["SmsConfiguration"])
        if switches["R80"] == "filled" and "SnsCallerArn" in sender:
            sender.setdefault("SnsRegion", min(SNS_REGIONS.get(pool.region, {pool.region})))
        settings["SmsConfiguration"] = sender
    settings.pop("SmsAuthenticationMessage", None)
    if "SmsAuthenticationMessage" in block:
        settings["SmsAuthenticationMessage"] = block["SmsAuthenticationMessage"]


def _stored_passkeys(pool: Pool, request: Block, switches: Switches) -> Block | None:
    """R12 to R15, R24, R26, U4: a left-out FactorConfiguration is SINGLE_FACTOR, whatever is live."""
    live = pool.mfa.get(PASSKEYS) if switches["U4"] == "kept" else None
    if PASSKEYS not in request and live is None:
        return None
    block = {"FactorConfiguration": "SINGLE_FACTOR", **request.get(PASSKEYS, {})}
    for member in ("RelyingPartyId", "UserVerification"):
        if live and member in live:
            block.setdefault(member, live[member])
    if switches["R26"] == "filled":
        block.setdefault("UserVerification", "preferred")
    return block


def merge_live(pool: Pool, members: Block) -> Pool:
    """The pool when Get answers these members, too: those that a future Cognito may have."""
    settings, mfa = dict(pool.settings), merged(pool.mfa, members)
    sms = mfa.get(SMS, {})
    for name in set(SHARED) & sms.keys():
        settings[name] = merged({name: settings.get(name)}, {name: sms[name]})[name]
    if sms:
        mfa[SMS] = {name: value for name, value in sms.items() if name not in SHARED}
    return replace(pool, settings=settings, mfa=mfa, sms=pool.sms or SMS in members)


def without_none(value: Any) -> Any:
    """A value without members that are None, however deep."""
    if isinstance(value, dict):
        return {name: without_none(member) for name, member in value.items() if member is not None}
    return value


def seconds(moment: datetime) -> float:
    """A time of moto's, which is UTC, as the service writes it: in milliseconds at most."""
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000, tzinfo=UTC).timestamp()


def merged(old: Block, new: Block) -> Block:
    """Nested members of both; the new one where both have a value."""
    both = {name for name in old.keys() & new.keys() if isinstance(old[name], dict) and isinstance(new[name], dict)}
    return {**old, **new, **{name: merged(old[name], new[name]) for name in both}}


# -- the service model's own limits (R42, R74) -------------------------------------------------------------------------


def without_secrets(operation: str, request: Block) -> Block:
    """The request with the values hidden that the service model calls sensitive."""
    shapes = model().operation_model(operation).input_shape.members if operation in model().operation_names else {}
    return {name: "***" if name in shapes and _sensitive(shapes[name]) else request[name] for name in request}


def _sensitive(shape: Any) -> bool:
    """Whether it, or what it has, is sensitive."""
    if shape.type_name == "structure":
        return bool(shape.metadata.get("sensitive")) or any(_sensitive(member) for member in shape.members.values())
    if shape.type_name == "list":
        return _sensitive(shape.member)
    return bool(shape.metadata.get("sensitive"))


@lru_cache(maxsize=1)
def model() -> Any:
    """botocore's model of the service."""
    return botocore.session.Session().get_service_model("cognito-idp")


def validate(operation: str, request: Block) -> None:
    """Check a request against the service model, as AWS does (E13, E14)."""
    errors = list(_violations(model().operation_model(operation).input_shape, request, ""))
    if errors:
        plural = "s" if len(errors) > 1 else ""
        raise Rejected(f"{len(errors)} validation error{plural} detected: {'; '.join(errors)}")


def _violations(shape: Any, value: Any, path: str) -> Iterator[str]:
    if shape.type_name == "structure":
        for name, member in shape.members.items():
            below = name[0].lower() + name[1:]
            below = f"{path}.{below}" if path else below
            if name in value:
                yield from _violations(member, value[name], below)
            elif name in shape.required_members:
                yield f"Value null at '{below}' failed to satisfy constraint: Member must not be null"
        return
    for constraint in _broken(shape, value):
        yield f"Value '{value}' at '{path}' failed to satisfy constraint: {constraint}"
    if shape.type_name == "list":
        for number, member in enumerate(value, 1):
            yield from _violations(shape.member, member, f"{path}.{number}.member")


def _broken(shape: Any, value: Any) -> Iterator[str]:
    if shape.type_name in ("string", "list"):
        yield from _out_of_bounds(shape.metadata, len(value), "length")
    elif shape.type_name in ("integer", "long"):
        yield from _out_of_bounds(shape.metadata, value, "value")
    if shape.type_name != "string":
        return
    if shape.enum and value not in shape.enum:
        yield f"Member must satisfy enum value set: [{', '.join(shape.enum)}]"
    pattern = shape.metadata.get("pattern")
    if pattern and not _matches(pattern, value):
        yield f"Member must satisfy regular expression pattern: {pattern}"


def _out_of_bounds(limits: Block, size: int, what: str) -> Iterator[str]:
    if size < limits.get("min", size):
        yield f"Member must have {what} greater than or equal to {limits['min']}"
    if size > limits.get("max", size):
        yield f"Member must have {what} less than or equal to {limits['max']}"


def _matches(pattern: str, value: str) -> bool:
    r"""Whether a Java pattern matches; every \p{..} of the model stands in one class, which is spelled out here."""
    if r"\p{L}" in pattern:
        value = "".join(_printable(char) for char in value)
        pattern = re.sub(r"\[\\p[^]]*\]", "[^\x00]", pattern)
    return re.fullmatch(pattern, value, re.ASCII) is not None


def _printable(char: str) -> str:
    r"""The character if [\p{L}\p{M}\p{S}\p{N}\p{P}\s] has it, else NUL."""
    return char if unicodedata.category(char)[0] in "LMSNP" or char in " \t\n\r\f\v" else "\x00"
