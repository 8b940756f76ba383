"""Cards of people who never were."""

from __future__ import annotations

from typing import Any

RESIDENT: dict[str, Any] = {
    "kind": "resident",
    "name": "张㛃𬱖",
    "sex": "女",
    "nation": "土家",
    "birth": "1990-01-01",
    "address": "湖北省武汉市江岸区六合路1号",
    "number": "420102199001010014",
    "issuer": "武汉市公安局江岸分局",
    "valid_from": "2015-03-01",
    "valid_until": "2035-03-01",
}
HMT: dict[str, Any] = {
    "kind": "hmt-residence",
    "name": "陳大文",
    "sex": "1",
    "birth": "19850615",
    "address": "湖北省武汉市武昌区中北路2号",
    "number": "810000198506150019",
    "issuer": "武汉市公安局",
    "valid_from": "20190101",
    "valid_until": "20240101",
    "pass_number": "H12345678",
    "issue_count": "02",
}
FOREIGNER: dict[str, Any] = {
    "kind": "foreigner-2017",
    "name": "史密斯",
    "english_name": "SMITH, JOHN ALEXANDER",
    "sex": "1",
    "birth": "19800203",
    "number": "USA420080020312",
    "version": "01",
    "issuer": "4200",
    "valid_from": "20200101",
    "valid_until": "20300101",
    "nationality": "USA",
}
FOREIGNER_2023: dict[str, Any] = {
    "kind": "foreigner-2023",
    "name": "麦克",
    "english_name": "SAMPLE, MAXIMILIAN ALEXANDER CHRISTOPHER",  # goes on in its second place
    "sex": "1",
    "birth": "19791114",
    "number": "942124197911140056",
    "valid_from": "20250101",
    "valid_until": "20350101",
    "nationality": "CAN",
    "issue_count": "01",
}
SOCIAL: dict[str, Any] = {
    "name": "张㛃𬱖",
    "number": "420102199001010014",
    "sex": "2",
    "nation": "15",
    "birth": "19900101",
    "valid_from": "20180101",
    "valid_until": "20280101",
    "ssc_version": "2.00",
}
