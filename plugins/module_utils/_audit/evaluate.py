# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The audit: pools and a policy in, one canonical model out, from which every report is made.

The model's schema is docs/mfa-report.schema.json.  What could not be read is unknown, never passed and never failed.

This module is private to latchkey.cognito.  Nothing here does I/O or looks at a clock.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import asdict
from datetime import date
from typing import Any
from typing import Callable
from typing import Dict
from typing import Iterable
from typing import List
from typing import Mapping
from typing import NamedTuple
from typing import Optional
from typing import Sequence
from typing import Tuple

from ansible.module_utils.common.arg_spec import ArgumentSpecValidator
from ansible.module_utils.common.dict_transformations import dict_merge

from .._mfa.config import FACTORS
from .._mfa.config import factors
from .._mfa.config import normal
from .._mfa.config import to_api
from .._mfa.config import to_options
from .._mfa.options import argument_spec
from .._mfa.options import MFA_OPTIONS
from .._mfa.options import MODES
from .._mfa.options import open_blocks
from .._mfa.options import USER_POOL_ID
from .checks import CHECKS
from .checks import CONTROLS
from .checks import SEVERITIES
from .policy import plain
from .policy import Policy
from .policy import SMS_FACTOR
from .policy import USER_VERIFICATIONS
from .task_yaml import task

SCHEMA_VERSION = "1.0"

Pool = Dict[str, Any]
Options = Dict[str, Any]
Finding = Dict[str, Any]
Model = Dict[str, Any]

OUTCOMES: Tuple[str, ...] = ("fail", "unknown", "excepted", "pass")
"""What a finding, and a pool, counts as, the worst first."""

BLOCKS: Dict[str, str] = {name: next(iter(to_options({block: {}}))) for name, block in FACTORS.items()}
"""Option name of each factor's block."""

PREFERRED_FACTORS: Tuple[str, ...] = ("SOFTWARE_TOKEN_MFA", "EMAIL_OTP", SMS_FACTOR)
"""Which factor a remediation adds: first the one that needs nothing set up beforehand."""

MODE = "mfa_configuration"
PASSKEYS = "web_authn_configuration"

_DESIRABLE: Dict[str, Dict[str, Any]] = {
    name: {**argument, "options": open_blocks()[name]} if name in open_blocks() else argument
    for name, argument in argument_spec(MFA_OPTIONS).items()
}

_REGION = r"[a-z]+(-[a-z]+)+-\d+"
_ARN = r"arn:[\w-]+:cognito-idp:(?P<region>[\w-]*):(?P<account_id>\d*):userpool/.*"


class AuditError(ValueError):
    """Pools that cannot be audited."""


class Judgement(NamedTuple):
    """What one check found in one pool.

    :ivar status: pass, fail or unknown.
    """

    status: str
    message: str
    expected: Any
    actual: Any


def evaluate(
    pools: Iterable[Mapping[str, Any]], policy: Policy, today: date, title: str, read_errors: Sequence[str] = ()
) -> Model:
    """The canonical model of an audit.

    :arg pools: entries of user_pool_mfa_config_info, each with optional C(region), C(account_id), C(user_pool_arn),
        C(cognito_tags), and C(diff) or C(desired).
    :arg today: the day for which exceptions are judged, and the report's date.
    :arg read_errors: what hides user pools that nobody could list, such as a region, a message each.
    :raises AuditError: if an entry is no pool, or a pool is there twice.
    """
    entries = _entries(pools)
    reported: List[Pool] = []
    findings: List[Finding] = []
    covered: Dict[int, List[str]] = {number: [] for number, _exemption in enumerate(policy.exceptions, 1)}
    for pool in entries:
        covering = [number for number, exemption in enumerate(policy.exceptions, 1) if exemption.covers(pool)]
        for number in covering:
            covered[number].append(pool["user_pool_id"])
        valid = [number for number in covering if not policy.exceptions[number - 1].expired(today)]
        found = _findings(pool, policy, covering, valid)
        findings += found
        reported.append(_reported(pool, policy, found, valid))
    findings += [
        _expired(None, policy, number)
        for number, exemption in enumerate(policy.exceptions, 1)
        if exemption.expired(today) and not covered[number]
    ]
    findings += [_read_error(policy, number, message) for number, message in enumerate(read_errors, 1)]
    excused = Counter(finding["exception"]["number"] for finding in findings if finding["exception"])
    return {
        "schema_version": SCHEMA_VERSION,
        "title": title,
        "generated": today.isoformat(),
        "status": _overall(entries, findings),
        "policy": dict(policy.source),
        "summary": _summary(reported, findings),
        "pools": reported,
        "findings": findings,
        "exceptions": [
            {
                "number": number,
                **plain(exemption),
                "state": "expired" if exemption.expired(today) else "active",
                "pools": covered[number],
                "excused": excused[number],
            }
            for number, exemption in enumerate(policy.exceptions, 1)
        ],
        "checks": {name: {"title": check.title, "severity": policy.severities[name]} for name, check in CHECKS.items()},
        "controls": {name: asdict(control) for name, control in CONTROLS.items()},
    }


def outcome(finding: Mapping[str, Any]) -> str:
    """What a finding counts as; one of :data:`OUTCOMES`."""
    return "excepted" if finding["exception"] else str(finding["status"])


def _entries(pools: Iterable[Mapping[str, Any]]) -> List[Pool]:
    """The pools in a fixed order, with everything that is known of each."""
    entries = sorted(
        map(_entry, pools), key=lambda pool: [pool["account_id"] or "", pool["region"], pool["user_pool_id"]]
    )
    times = Counter((pool["account_id"], pool["user_pool_id"]) for pool in entries)
    twice = sorted({pool_id for (_account, pool_id), count in times.items() if count > 1})
    if twice:
        raise AuditError(f"These user pools are given more than once: {', '.join(twice)}")
    return entries


def _entry(given: Any) -> Pool:
    """One pool.

    :raises AuditError: if it has no ID of a user pool, or a region that is none; they go into remediations.
    """
    if not isinstance(given, Mapping):
        raise AuditError(f"A user pool has to be a dictionary, and one is {type(given).__name__}")
    pool_id = given.get("user_pool_id")
    if not isinstance(pool_id, str) or not re.fullmatch(str(USER_POOL_ID.pattern), pool_id, re.ASCII):
        raise AuditError(f"A user pool has the user_pool_id {pool_id!r}, which is not the ID of a user pool")
    arn = re.fullmatch(_ARN, str(given.get("user_pool_arn")))
    from_arn: Mapping[str, str] = arn.groupdict() if arn else {}
    region = given.get("region") or from_arn.get("region") or pool_id.rpartition("_")[0]
    if not re.fullmatch(_REGION, str(region)):
        raise AuditError(f"The user pool {pool_id} has the region {region!r}, which is none")
    config, tags = _config(given), given.get("cognito_tags")
    error = given.get("error") or "The entry says neither what the configuration is, nor why that is unknown"
    return {
        "user_pool_id": pool_id,
        "user_pool_name": _text(given.get("user_pool_name")),
        "user_pool_arn": _text(given.get("user_pool_arn")),
        "account_id": _text(given.get("account_id") or from_arn.get("account_id")),
        "region": str(region),
        "cognito_tags": {str(key): str(value) for key, value in tags.items()} if isinstance(tags, Mapping) else {},
        "mfa_config": config,
        "factors": None if config is None else _enabled(given.get("factors"), config),
        "error": str(error) if config is None else None,
        "diff": given.get("diff"),
        "desired": _desired(pool_id, given.get("desired")),
    }


def _desired(pool_id: str, given: Any) -> Options:
    """What an entry says that its pool should have, as far as that is MFA, and as the module itself would understand it.

    :raises AuditError: if the module would not understand it.
    """
    if not isinstance(given, Mapping):
        return {}
    named = {name: value for name, value in given.items() if name in _DESIRABLE and value is not None}
    result = ArgumentSpecValidator(_DESIRABLE).validate(named)
    if result.error_messages:
        raise AuditError(f"The user pool {pool_id} has a desired that is not valid: {'; '.join(result.error_messages)}")
    options: Options = _without_unset(result.validated_parameters)
    return {**options, MODE: options[MODE].upper()} if MODE in options else options


def _without_unset(options: Mapping[str, Any]) -> Options:
    return {
        name: _without_unset(value) if isinstance(value, Mapping) else value
        for name, value in options.items()
        if value is not None
    }


def _config(given: Mapping[str, Any]) -> Optional[Options]:
    """The configuration of a pool in its normal form, or None if the entry does not know it."""
    config = given.get("mfa_config")
    if given.get("status") != "known" or not isinstance(config, Mapping) or config.get(MODE) not in MODES:
        return None
    blocks = [value for name, value in config.items() if name != MODE]
    return _normal(config) if all(isinstance(block, Mapping) for block in blocks) else None


def _normal(config: Mapping[str, Any]) -> Options:
    return to_options(normal(to_api(config)))


def _enabled(named: Any, config: Options) -> List[str]:
    """The factors that an entry names, or else those that its configuration has."""
    return [str(factor) for factor in named] if isinstance(named, list) else factors(to_api(config))


def _text(value: Any) -> Optional[str]:
    return str(value) if value else None


def _judged(passed: bool, message: str, expected: Any, actual: Any) -> Judgement:
    return Judgement("pass" if passed else "fail", message, expected, actual)


def _accepted_modes(policy: Policy) -> List[str]:
    return ["ON"] if policy.mode == "ON" else ["ON", "OPTIONAL"]


def _mode(pool: Pool, policy: Policy) -> Judgement:
    mode, accepted = pool["mfa_config"][MODE], _accepted_modes(policy)
    return _judged(mode in accepted, f"The mode is {mode}", accepted, mode)


def _factors(pool: Pool, policy: Policy) -> Judgement:
    enabled, mode = pool["factors"], pool["mfa_config"][MODE]
    usable = list(policy.usable_factors)
    surplus = [factor for factor in enabled if factor not in usable]
    if surplus:
        message = f"The policy does not allow {', '.join(surplus)}"
    elif mode != "OFF" and not enabled:
        message = f"The mode is {mode}, and there is no factor"
    else:
        message = f"Enabled: {', '.join(enabled) or 'none'}"
    return _judged(not surplus and (mode == "OFF" or bool(enabled)), message, usable, enabled)


def _sms_only(pool: Pool, policy: Policy) -> Judgement:
    alone = pool["factors"] == [SMS_FACTOR]
    message = "SMS is the only factor" if alone else "SMS is not the only factor"
    return _judged(not alone or policy.allow_sms_only, message, policy.allow_sms_only, alone)


def _user_verification(pool: Pool, policy: Policy) -> Judgement:
    wanted = str(policy.user_verification)
    accepted = list(USER_VERIFICATIONS[: USER_VERIFICATIONS.index(wanted) + 1])
    return _passkeys(pool, "user_verification", accepted)


def _factor_configuration(pool: Pool, policy: Policy) -> Judgement:
    return _passkeys(pool, "factor_configuration", [str(policy.factor_configuration)])


def _passkeys(pool: Pool, member: str, accepted: List[str]) -> Judgement:
    """A pool without passkey settings has none that could be wrong."""
    actual = (pool["mfa_config"].get(PASSKEYS) or {}).get(member)
    if PASSKEYS not in pool["mfa_config"]:
        return _judged(True, "The pool has no passkey settings", accepted, None)
    return _judged(actual in accepted, f"{member} of passkeys is {actual}", accepted, actual)


_CHECKERS: Dict[str, Callable[[Pool, Policy], Judgement]] = {
    "mode": _mode,
    "factors": _factors,
    "sms_only": _sms_only,
    "passkey_user_verification": _user_verification,
    "passkey_factor_configuration": _factor_configuration,
}


def _asked(policy: Policy) -> List[str]:
    """The checks that a policy asks for."""
    unasked = {
        "passkey_user_verification": policy.user_verification is None,
        "passkey_factor_configuration": policy.factor_configuration is None,
    }
    return [name for name in _CHECKERS if not unasked.get(name)]


def _findings(pool: Pool, policy: Policy, covering: List[int], valid: List[int]) -> List[Finding]:
    """All findings of one pool.

    :arg covering: numbers of the exceptions that cover it.
    :arg valid: those that have not expired.
    """
    expired = [_expired(pool, policy, number) for number in covering if number not in valid]
    if pool["mfa_config"] is None:
        verdict = Judgement("unknown", f"The configuration could not be read: {pool['error']}", "known", "unknown")
        return [_finding("readable", pool, policy, verdict), *expired]
    found = []
    for check in _asked(policy):
        verdict = _CHECKERS[check](pool, policy)
        finding = _finding(check, pool, policy, verdict)
        if verdict.status == "fail":
            finding["exception"] = _excuse(check, policy, valid)
            finding["remediation"] = _remediation(pool, _remedy(pool, policy, [check]))
        found.append(finding)
    return found + expired


def _finding(check: str, pool: Optional[Pool], policy: Policy, verdict: Judgement, place: str = "") -> Finding:
    """One finding.

    :arg place: what it is about, if that is no pool.
    """
    named = pool or {}
    return {
        "id": f"{check}:{named.get('user_pool_id', place)}",
        "check": check,
        "status": verdict.status,
        "severity": policy.severities[check],
        "pool": {name: named.get(name) for name in ("user_pool_id", "user_pool_name", "account_id", "region")},
        "message": verdict.message,
        "evidence": {"expected": verdict.expected, "actual": verdict.actual},
        "remediation": None,
        "controls": list(CHECKS[check].controls),
        "exception": None,
    }


def _expired(pool: Optional[Pool], policy: Policy, number: int) -> Finding:
    """An exception that has expired is itself a finding, of each pool that it covers, or else of the policy."""
    exemption = policy.exceptions[number - 1]
    day = exemption.expires.isoformat()
    message = f"Exception {number} of the policy expired on {day}; it excuses nothing: {exemption.reason}"
    verdict = Judgement("fail", message, "not expired", day)
    finding = _finding("exception_expired", pool, policy, verdict, place="policy")
    return {**finding, "id": f"{finding['id']}:{number}"}


def _read_error(policy: Policy, number: int, message: str) -> Finding:
    """What could not be listed may hold pools without MFA: a finding, like a pool that could not be read."""
    verdict = Judgement("unknown", f"Not read: {message}", "known", "unknown")
    return _finding("readable", None, policy, verdict, place=f"read-error-{number}")


def _excuse(check: str, policy: Policy, valid: List[int]) -> Optional[Dict[str, Any]]:
    """The exception that excuses a pool from a check; of several, the one that lasts longest.

    :arg valid: numbers of the exceptions that cover the pool and have not expired.
    """
    candidates = [(number, policy.exceptions[number - 1]) for number in valid]
    fitting = [(number, exemption) for number, exemption in candidates if check in exemption.checks]
    if not fitting:
        return None
    number, exemption = max(fitting, key=lambda candidate: (candidate[1].expires, -candidate[0]))
    return {"number": number, "reason": exemption.reason, "expires": exemption.expires.isoformat()}


def _remedy(pool: Pool, policy: Policy, failed: List[str]) -> Options:
    """The options of user_pool_mfa_config that make a pool pass the checks that it failed, and change nothing else."""
    mode, enabled = pool["mfa_config"][MODE], list(pool["factors"])
    options: Options = {}
    if "mode" in failed:
        options[MODE] = mode = policy.mode
    kept = [factor for factor in enabled if "factors" not in failed or factor in policy.usable_factors]
    wanted = list(kept)
    lonely = kept == [SMS_FACTOR] and not policy.allow_sms_only and ("sms_only" in failed or kept != enabled)
    if mode != "OFF" and (not kept or lonely):
        wanted += [factor for factor in PREFERRED_FACTORS if factor in policy.usable_factors and factor not in kept][:1]
    if set(enabled) - set(kept):
        options["purge_factors"] = True
    named = wanted if options.get("purge_factors") else [factor for factor in wanted if factor not in enabled]
    for factor in named:
        options[BLOCKS[factor]] = {"enabled": True} if factor == "SOFTWARE_TOKEN_MFA" else {}
    passkeys = {
        "user_verification": policy.user_verification if "passkey_user_verification" in failed else None,
        "factor_configuration": policy.factor_configuration if "passkey_factor_configuration" in failed else None,
    }
    if any(passkeys.values()):
        options[PASSKEYS] = {name: value for name, value in passkeys.items() if value}
    return options


def _after(pool: Pool, options: Options) -> Options:
    """The configuration of a pool after a task with these options."""
    settings = {name: value for name, value in options.items() if name != "purge_factors"}
    dropped = [block for block in BLOCKS.values() if options.get("purge_factors") and block not in settings]
    kept = {name: value for name, value in pool["mfa_config"].items() if name not in dropped}
    return _normal(dict_merge(kept, settings))


def _remediation(pool: Pool, options: Options) -> Optional[str]:
    """A task that runs as it stands, or None if there is nothing to set."""
    if not options:
        return None
    name = f"Bring the MFA of user pool {pool['user_pool_id']} to the policy"
    return task(name, {"region": pool["region"], "user_pool_id": pool["user_pool_id"], **options})


def _remedy_of_all(pool: Pool, policy: Policy, valid: List[int]) -> Options:
    """The options that give a pool what it should have, and make it pass what no exception excuses; the policy wins."""
    desired = _permitted(pool["desired"], policy, valid)
    if desired:
        config = _after(pool, desired)
        pool = {**pool, "mfa_config": config, "factors": factors(to_api(config))}
    failing = [check for check in _asked(policy) if _CHECKERS[check](pool, policy).status == "fail"]
    remedy = _remedy(pool, policy, [check for check in failing if not _excuse(check, policy, valid)])
    options: Options = dict_merge(desired, remedy)
    return options


def _permitted(desired: Options, policy: Policy, valid: List[int]) -> Options:
    """What a pool should have, without a mode and factors that the policy does not allow and no exception excuses."""
    kept = dict(desired)
    if desired.get(MODE) not in _accepted_modes(policy) and not _excuse("mode", policy, valid):
        kept.pop(MODE, None)
    if not _excuse("factors", policy, valid):
        for factor in set(FACTORS) - set(policy.usable_factors):
            kept.pop(BLOCKS[factor], None)
    return kept


def _reported(pool: Pool, policy: Policy, findings: List[Finding], valid: List[int]) -> Dict[str, Any]:
    """A pool as the model has it: what is known of it, its outcome, and what a remediation of everything would change.

    :arg valid: numbers of the exceptions that cover it and have not expired.
    """
    known = pool["mfa_config"] is not None
    options = _remedy_of_all(pool, policy, valid) if known else {}
    return {
        **{name: value for name, value in pool.items() if name not in ("diff", "desired")},
        "status": _worst(findings),
        "severity": _worst_severity(findings),
        "drift": _drift(pool, options) if known else None,
        "remediation": _remediation(pool, options),
        "remediation_options": options or None,
    }


def _drift(pool: Pool, options: Options) -> Optional[Dict[str, Any]]:
    """What differs, as before and after: as check mode foretold it, or else by the remediation; None if nothing does."""
    diff = pool["diff"]
    if isinstance(diff, Mapping) and all(isinstance(diff.get(side), Mapping) for side in ("before", "after")):
        drift = {"source": "check_mode", "before": diff["before"], "after": diff["after"]}
    else:
        drift = {"source": "policy", "before": pool["mfa_config"], "after": _after(pool, options)}
    return drift if drift["before"] != drift["after"] else None


def _worst(findings: List[Finding]) -> str:
    return min(map(outcome, findings), key=OUTCOMES.index)


def _worst_severity(findings: List[Finding]) -> Optional[str]:
    """The highest severity of what failed or is unknown."""
    found = [finding["severity"] for finding in findings if outcome(finding) in ("fail", "unknown")]
    return max(found, key=SEVERITIES.index) if found else None


def _overall(pools: List[Pool], findings: List[Finding]) -> str:
    """The status of the whole audit.  Exceptions excuse; no pools are no success."""
    if not pools and not any(finding["status"] == "unknown" for finding in findings):
        return "empty"
    worst = _worst(findings)
    return "pass" if worst == "excepted" else worst


def _counts(times: Mapping[str, int]) -> Dict[str, int]:
    return {"total": sum(times.values()), **{name: times.get(name, 0) for name in OUTCOMES}}


def _summary(pools: List[Pool], findings: List[Finding]) -> Dict[str, Any]:
    """Counts of pools and findings; by account and region they are of pools, by check and severity of findings."""

    def grouped(member: str, values: Iterable[Any], counted: Iterable[Tuple[Any, str]]) -> List[Dict[str, Any]]:
        times: Dict[Any, Counter[str]] = {value: Counter() for value in values}
        for value, name in counted:
            times[value][name] += 1
        return [{member: value, **_counts(times[value])} for value in times]

    def of_pools(member: str) -> List[Dict[str, Any]]:
        values = sorted({pool[member] for pool in pools}, key=lambda value: (value is None, value))
        return grouped(member, values, ((pool[member], pool["status"]) for pool in pools))

    def of_findings(member: str, values: Iterable[str]) -> List[Dict[str, Any]]:
        return grouped(member, values, ((finding[member], outcome(finding)) for finding in findings))

    return {
        "pools": _counts(Counter(pool["status"] for pool in pools)),
        "findings": _counts(Counter(map(outcome, findings))),
        "by_account": of_pools("account_id"),
        "by_region": of_pools("region"),
        "by_check": of_findings("check", CHECKS),
        "by_severity": of_findings("severity", reversed(SEVERITIES)),
    }
