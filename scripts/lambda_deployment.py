"""What `lambda deploy` and `lambda logs` do: one function in an account, by the AWS command and its profiles.

A deployment is a list of steps. Each looks at what is there first, so that it may be repeated: what is as it should be
is left alone, and `--plan` does nothing but say what would be changed.
"""
import base64
import hashlib
import json
import os
import re
import subprocess
import sys
import time

# AWS managed policy: may write its own log.
LOG_POLICY = "service-role/AWSLambdaBasicExecutionRole"
TRUST = {"Version": "2012-10-17", "Statement": [
    {"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}]}
# A new role is known everywhere after some seconds; until then Lambda says that it cannot be assumed.
ROLE_SECONDS = 60


class AWSError(Exception):
    """An answer of AWS that is an error; `code` is its name, and empty where the command itself failed."""

    def __init__(self, text):
        match = re.search(r"An error occurred \((\w+)\)", text)
        self.code = match[1] if match else ""
        super().__init__(text.strip())


class AWS:
    """The AWS command."""

    def __init__(self, profile=None, region=None):
        # Version 1 of the command does not read this variable, which version 2 and the SDKs do.
        region = region or os.environ.get("AWS_REGION")
        self.options = [*(["--profile", profile] if profile else []), *(["--region", region] if region else [])]

    def __call__(self, service, operation, **parameters):
        """Asks a service and returns its answer; parameters are the operation's own, by their names in its reference."""
        code = parameters.pop("zip_file", None)
        output = self.run([service, operation, "--output", "json"], parameters,
                          ["--zip-file", f"fileb://{code}"] if code else [])
        return json.loads(output) if output.strip() else {}

    def wait(self, service, state, **parameters):
        """Waits until something is in a state."""
        self.run([service, "wait", state], parameters)

    def run(self, operation, parameters, options=()):
        command = ["aws", *self.options, *operation, *options]
        if parameters:
            command += ["--cli-input-json", json.dumps(parameters)]
        try:
            process = subprocess.run(command, capture_output=True, text=True, check=False)
        except OSError as error:
            raise AWSError(f"the AWS command cannot be run ({error.strerror}): install it, then aws configure") from error
        if process.returncode:
            raise AWSError(process.stderr or f"aws {' '.join(operation)} ended with status {process.returncode}")
        return process.stdout

    def find(self, service, operation, missing=("ResourceNotFoundException", "NoSuchEntity"), **parameters):
        """The answer, or None where there is no such thing."""
        try:
            return self(service, operation, **parameters)
        except AWSError as error:
            if error.code in missing:
                return None
            raise


class Deployment:
    """One function, its role, its log and its address.

    Without a processor it keeps the one that it has, at first x86_64. `variables` are set where nobody has set them.
    """

    def __init__(self, aws, arguments, name, code, processor, variables):
        self.aws, self.arguments, self.name, self.code = aws, arguments, name, code
        self.processor, self.variables = processor, variables
        self.changes = 0

    def run(self):
        """Makes everything as it should be, and returns the function's address if it has one."""
        role = self.arguments.role or self.role()
        self.log_group()
        self.function(role)
        address = self.address() if self.arguments.url else None
        if not self.changes:
            self.say("nothing to change")
        return address

    def say(self, text):
        print(text, file=sys.stderr)

    def change(self, text, service, operation, **parameters):
        """Does one thing, or says that it would be done."""
        self.changes += 1
        self.say(f"{'would ' if self.arguments.plan else ''}{text}")
        return {} if self.arguments.plan else self.aws(service, operation, **parameters)

    def role(self):
        name = f"{self.name}-lambda"
        found = self.aws.find("iam", "get-role", RoleName=name)
        if not found:
            found = self.change(f"create the role {name}, which may write the function's log and nothing else", "iam",
                                "create-role", RoleName=name, AssumeRolePolicyDocument=json.dumps(TRUST))
            if self.arguments.plan:
                return ""
        partition = found["Role"]["Arn"].split(":")[1]
        policy = f"arn:{partition}:iam::aws:policy/{LOG_POLICY}"
        attached = self.aws("iam", "list-attached-role-policies", RoleName=name)["AttachedPolicies"]
        if policy not in [each["PolicyArn"] for each in attached]:
            self.change(f"attach {LOG_POLICY}", "iam", "attach-role-policy", RoleName=name, PolicyArn=policy)
        return found["Role"]["Arn"]

    def log_group(self):
        name, days = f"/aws/lambda/{self.name}", self.arguments.log_days
        groups = self.aws("logs", "describe-log-groups", logGroupNamePrefix=name)["logGroups"]
        group = next((each for each in groups if each["logGroupName"] == name), None)
        if group is None:
            self.change(f"create the log group {name}", "logs", "create-log-group", logGroupName=name)
            group, days = {}, days or 30
        if days and group.get("retentionInDays") != days:
            self.change(f"keep its lines for {days} days", "logs", "put-retention-policy", logGroupName=name,
                        retentionInDays=days)

    def function(self, role):
        found = self.aws.find("lambda", "get-function", FunctionName=self.name)
        if not found:
            self.create({"FunctionName": self.name, "Runtime": "provided.al2023", "Role": role,
                         "Handler": self.arguments.handler or "bootstrap",
                         "MemorySize": self.arguments.memory or 128, "Timeout": self.arguments.timeout or 10,
                         "Architectures": [self.processor or "x86_64"], "Environment": self.environment({})})
            return
        there = found["Configuration"]
        checksum = base64.b64encode(hashlib.sha256(self.code.read_bytes()).digest()).decode()
        before = there.get("Architectures", ["x86_64"])
        processors = [self.processor] if self.processor else before
        if there["CodeSha256"] != checksum or processors != before:
            moved = "" if processors == before else f", for {processors[0]} in place of {before[0]}"
            self.change(f"update the code{moved}", "lambda", "update-function-code", FunctionName=self.name,
                        Architectures=processors, zip_file=self.code)
            self.wait("function-updated-v2")
        wanted = {"MemorySize": self.arguments.memory, "Timeout": self.arguments.timeout, "Role": self.arguments.role,
                  "Handler": self.arguments.handler, "Environment": self.environment(there.get("Environment", {}))}
        # What was not asked for stays as somebody made it.
        different = {key: value for key, value in wanted.items()
                     if value and there.get(key, {"Variables": {}}) != value}
        if different:
            self.change(f"update {', '.join(different)}", "lambda", "update-function-configuration",
                        FunctionName=self.name, **different)
            self.wait("function-updated-v2")

    def environment(self, there):
        """The variables that are set, with those that were asked for: what somebody set by other means stays."""
        return {"Variables": {**self.variables, **there.get("Variables", {}), **dict(self.arguments.env)}}

    def create(self, parameters):
        deadline = time.monotonic() + ROLE_SECONDS
        text = f"create the function {self.name} of {self.code}"
        while True:
            try:
                self.change(text, "lambda", "create-function", zip_file=self.code, **parameters)
                break
            except AWSError as error:
                if "cannot be assumed" not in str(error) or time.monotonic() > deadline:
                    raise
                text = "try again: the new role is not known to Lambda yet"
                time.sleep(3)
        self.wait("function-active-v2")

    def wait(self, state):
        """Until what was begun is done: a change of a function that is being changed is refused."""
        if not self.arguments.plan:
            self.aws.wait("lambda", state, FunctionName=self.name)

    def address(self):
        """AWS Lambda Developer Guide, "Control access to Lambda function URLs": NONE needs two permissions."""
        kind = "NONE" if self.arguments.public else "AWS_IAM"
        wanted = {"AuthType": kind, **({"InvokeMode": "RESPONSE_STREAM"} if self.arguments.stream else {})}
        text = ", ".join(wanted.values())
        found = self.aws.find("lambda", "get-function-url-config", FunctionName=self.name)
        if not found:
            found = self.change(f"give it an address ({text})", "lambda", "create-function-url-config",
                                FunctionName=self.name, **wanted)
        elif any(found.get(key) != value for key, value in wanted.items()):
            self.change(f"change its address ({text})", "lambda", "update-function-url-config",
                        FunctionName=self.name, **wanted)
        if self.arguments.public:
            self.permit("public-url", "lambda:InvokeFunctionUrl", FunctionUrlAuthType="NONE")
            self.permit("public-invoke", "lambda:InvokeFunction", InvokedViaFunctionUrl=True)
        return found.get("FunctionUrl")

    def permit(self, statement, action, **condition):
        policy = self.aws.find("lambda", "get-policy", FunctionName=self.name)
        if policy and statement in [each.get("Sid") for each in json.loads(policy["Policy"])["Statement"]]:
            return
        self.change(f"permit everybody {action}", "lambda", "add-permission", FunctionName=self.name,
                    StatementId=statement, Action=action, Principal="*", **condition)


def logs(aws, name, since, follow):
    """Prints the function's log from so many seconds ago on, each line once. What comes late by ten seconds is shown too."""
    begin, shown = int((time.time() - since) * 1000), {}
    while True:
        for event in aws("logs", "filter-log-events", logGroupName=f"/aws/lambda/{name}", startTime=begin)["events"]:
            if event["eventId"] not in shown:
                shown[event["eventId"]] = event["timestamp"]
                print(event["message"].rstrip("\n"), flush=True)
        if not follow:
            return
        begin = max([begin, *(moment - 10_000 for moment in shown.values())])
        shown = {name: moment for name, moment in shown.items() if moment >= begin}
        time.sleep(2)
