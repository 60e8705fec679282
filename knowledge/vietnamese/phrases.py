"""Phrases of days, tried in order on folded text, each with what it means."""

from __future__ import annotations

import re

from knowledge.vietnamese import moons
from knowledge.vietnamese.clocks import NUMBER
from knowledge.vietnamese.periods import (
    FEASTS,
    between,
    feast,
    half_month,
    half_year,
    quarter,
    week_after,
    weekdays_between,
    working_days,
)
from knowledge.vietnamese.readings import (
    MONTHS,
    Reading,
    absolute,
    ago,
    day_of_month,
    half_a_month_later,
    near_day,
    offset,
    period,
    weekday,
)

VI_DAY = r"(?:thu (?P<wd>hai|ba|tu|bon|nam|sau|bay|[2-7])|t(?P<wd2>[2-7])|(?P<wd3>chu nhat|cn))"
LEAD = r"(?:(?:thu (?:hai|ba|tu|bon|nam|sau|bay|[2-7])|t[2-7]|chu nhat|cn)\s*,?\s*\(?)?"
"""A weekday before a date: the date counts."""
EN_DAY = r"(?P<wd>monday|tuesday|wednesday|thursday|friday|saturday|sunday)"
NGAY = r"(?:(?:ngay|mung|mong) )"
SOLAR = r"(?! *\(?am\b)(?! tet\b)"
"""Dates of the moon are not ours to guess."""
UNITS = r"(?P<unit>ngay(?! lam)|tuan|thang|gio|tieng|phut)"
EN_UNITS = r"(?P<unit>days?|weeks?|months?|hours?|minutes?)"
EN_NUMBER = r"(?P<n>\d{1,3}|an?|one|two|three|four|five|six|seven)"
YEAR = r"(?:[ /]+(?:nam )?(?P<y>\d{4}))?"
TO = r" ?(?:-|–|den|toi|to|until)(?: het)? ?"
PHRASES: tuple[tuple[str, Reading], ...] = (
    *((phrase, moons.read) for phrase in moons.PHRASES),
    *((phrase, moons.feast) for phrase in moons.FEAST_PHRASES),
    (r"(?P<y>\d{4})-(?P<m>\d\d)-(?P<d>\d\d)", absolute),
    (
        (
            rf"(?:tu )?{NGAY}*(?P<from>\d\d?)(?:/(?P<fm>\d\d?)(?:/\d{{4}})?)?{TO}{NGAY}*"
            rf"(?P<d>\d\d?)/(?P<m>\d\d?)(?:/(?P<y>\d{{4}}))?(?![/-]){SOLAR}"
        ),
        between,
    ),
    (
        (
            rf"(?:tu )?{NGAY}*(?P<from>\d\d?)(?: thang (?P<fm>{NUMBER}))?{TO}{NGAY}*(?P<d>\d\d?) "
            rf"thang (?P<m>{NUMBER})(?:[ ,]+(?:nam )?(?P<y>\d{{4}}))?{SOLAR}"
        ),
        between,
    ),
    (
        (
            rf"(?:tu )?(?:thu |t)?(?P<from>hai|ba|tu|nam|sau|[2-7]){TO}(?:thu |t)?"
            r"(?:(?P<wd>ba|tu|nam|sau|bay|[2-7])"
            rf"|(?P<wd2>chu nhat|cn))(?:,? tuan (?P<week>nay|sau|toi|truoc))?"
        ),
        weekdays_between,
    ),
    (rf"(?:trong(?: vong)? |sau )?(?P<n>{NUMBER}) ngay lam viec(?: (?:nua|toi|sau))?", working_days),
    (rf"(?:(?P<edge>dau|giua|cuoi) )?quy (?P<q>i{{1,3}}|iv|{NUMBER}){YEAR}", quarter),
    (r"(?:(?P<edge>dau|giua|cuoi) )?quy (?P<which>nay|sau|toi|truoc(?! (?:thu|ngay|t?\d)))", quarter),
    (r"(?P<edge>dau|giua|cuoi) quy", quarter),
    (r"(?:6|sau) thang (?P<edge>dau|cuoi) nam(?: nay)?(?: (?P<y>\d{4}))?", half_year),
    (rf"nua (?P<edge>dau|cuoi) thang (?:(?P<which>nay|sau|toi|truoc)|(?P<m>{NUMBER}){YEAR})", half_month),
    (rf"(?:{VI_DAY},? )?tuan (?:sau|toi) nua", week_after),
    (rf"(?:(?:ngay|le|dip) )*(?P<feast>{'|'.join(FEASTS)})", feast),
    (
        rf"{LEAD}{NGAY}*(?P<d>\d\d?)(?P<sep>[/.-])(?P<m>\d\d?)(?P=sep)(?P<y>\d{{4}}|\d\d)\)?(?![/-]){SOLAR}",
        absolute,
    ),
    (rf"{LEAD}{NGAY}*(?P<d>\d\d?)/(?P<m>\d\d?)\)?(?![/-]){SOLAR}", absolute),
    (rf"{LEAD}{NGAY}+(?P<d>\d\d?)-(?P<m>\d\d?)(?![/-]){SOLAR}", absolute),
    (
        rf"{LEAD}{NGAY}+(?P<d>\d\d?)[ ,]+thang (?P<m>{NUMBER})(?:[ ,]+(?:nam )?(?P<y>\d{{4}}))?{SOLAR}",
        absolute,
    ),
    (rf"(?P<d>\d\d?)(?:st|nd|rd|th)? (?P<m>{'|'.join(MONTHS)})(?:,? (?P<y>\d{{4}}))?", absolute),
    (rf"{VI_DAY},? tuan (?P<week>nay|sau|toi|truoc|qua)", weekday),
    (rf"{VI_DAY}(?: (?P<near>nay|toi|qua|truoc(?! *\d)))?", weekday),
    (rf"(?P<week>next|last) {EN_DAY}", weekday),
    (rf"{EN_DAY} (?P<week>this|next|last) week", weekday),
    (rf"(?:this )?{EN_DAY}", weekday),
    (rf"(?!nam (?:tuan|thang))(?P<n>{NUMBER}) {UNITS} (?P<way>nua|sau|truoc)", offset),
    (rf"(?!nam (?:tuan|thang))(?P<n>{NUMBER}) (?P<unit>ngay|tuan|thang) (?P<way>toi)", offset),
    (rf"(?:sau|trong(?: vong)?) (?P<n>{NUMBER}) {UNITS}", offset),
    (rf"cach day (?P<n>{NUMBER}) {UNITS}(?P<way>)", ago),
    (r"nua thang nua", half_a_month_later),
    (rf"in {EN_NUMBER} {EN_UNITS}", offset),
    (rf"{EN_NUMBER} {EN_UNITS} (?P<way>ago|from now)", offset),
    (rf"ngay (?:(?:mung|mong) )?(?P<d>\d\d?)(?! *(?:thang|/)){SOLAR}", day_of_month),
    (r"(?P<near>hom nay|ngay mai|ngay kia|ngay mot|hom qua|hom kia)", near_day),
    (r"(?:the )?(?P<near>day after tomorrow|today|tonight|tomorrow|yesterday)", near_day),
    (r"(?:(?P<edge>dau|giua|cuoi) )?(?P<unit>tuan|thang|nam) (?P<which>nay|sau|toi|truoc|qua)", period),
    (
        rf"(?:(?P<edge>dau|giua|cuoi) )?(?P<unit>thang) (?P<m>{NUMBER}){YEAR}{SOLAR}",
        period,
    ),
    (r"(?P<edge>dau|giua|cuoi) (?P<unit>tuan|thang|nam)(?: nay)?", period),
    (
        r"(?:(?P<edge>end|start|middle) of )?(?P<which>this|next|last) (?P<unit>weekend|week|month|year)",
        period,
    ),
    (r"(?P<edge>end|start|middle) of (?:the )?(?P<unit>week|month|year)", period),
    (rf"(?:(?P<edge>end|start|middle) of |in )(?P<m>{'|'.join(MONTHS)}){YEAR}(?P<unit>)", period),
    (r"(?:the )?(?P<unit>weekend)", period),
    (r"(?:(?<=sang )|(?<=trua )|(?<=chieu )|(?<=toi )|(?<=dem ))(?P<near>nay|mot)", near_day),
    (r"^(?P<near>mot)(?= (?:hop|co|lich)|$)", near_day),
    (r"(?P<near>mai)", near_day),
)
RULES = tuple((re.compile(rf"(?<![\w/.-]){phrase}(?!\w)"), reading) for phrase, reading in PHRASES)
NAMED = {feast, moons.feast}
"""Readings of names, in which "Nam" and "thu" are no words of time."""
