"""Makes boto3 calls for the tests: one JSON object a line says which, one line answers each.

Input:  {"service", "method", "parameters", "client": {arguments of boto3.client}, "config": {of botocore's Config},
         "paginate": true to walk every page}
Output: {"kind": "answer", "output", "status"}            the call succeeded
        {"kind": "refusal", "exception", "documented", "code", "message", "status"}   AWS refused
        {"kind": "error", "exception", "message"}         it was not sent, or no answer came
"""

import datetime
import json
import sys

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError


def make(call):
    client = boto3.client(call["service"], config=Config(**call["config"]), **call["client"])
    try:
        if call.get("paginate"):
            pages = client.get_paginator(call["method"]).paginate(**call["parameters"])
            return {"kind": "answer", "output": pages.build_full_result(), "status": 200}
        output = getattr(client, call["method"])(**call["parameters"])
        metadata = output.pop("ResponseMetadata")
        return {"kind": "answer", "output": output, "status": metadata["HTTPStatusCode"]}
    except ClientError as error:
        code = error.response["Error"]["Code"]
        return {
            "kind": "refusal",
            "exception": type(error).__name__,
            # What `except client.exceptions.TaskTimedOut` would have caught.
            "documented": isinstance(error, getattr(client.exceptions, code, ())),
            "code": code,
            "message": error.response["Error"]["Message"],
            "status": error.response["ResponseMetadata"]["HTTPStatusCode"],
        }
    except BotoCoreError as error:
        return {"kind": "error", "exception": type(error).__name__, "message": str(error)}


def plain(value):
    if isinstance(value, datetime.datetime):
        return value.astimezone(datetime.timezone.utc).isoformat(timespec="milliseconds")
    raise TypeError(f"no JSON form of {type(value).__name__}")


for line in sys.stdin:
    print(json.dumps(make(json.loads(line)), default=plain), flush=True)
