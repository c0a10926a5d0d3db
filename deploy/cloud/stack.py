"""The CloudFormation stack: created, updated or left alone."""

import time
import uuid

from botocore.exceptions import ClientError
from progress import DeploymentError

# States in which a creation ended that cannot be updated. Such a stack has nothing that anybody uses.
UNUSABLE = ("REVIEW_IN_PROGRESS", "ROLLBACK_COMPLETE", "ROLLBACK_FAILED", "CREATE_FAILED", "DELETE_FAILED")
POLL_SECONDS = 3
# What the template exports.
EXPORT = "rollcall-bucket"


class Stack:
    def __init__(self, cloud, name, template):
        self.client = cloud.client("cloudformation")
        self.name, self.template = name, template

    def describe(self):
        """CloudFormation's description of the stack; None where there is none."""
        try:
            return self.client.describe_stacks(StackName=self.name)["Stacks"][0]
        except ClientError as error:
            if "does not exist" in str(error):
                return None
            raise

    def check_names(self):
        """Refuses to go on where another stack of the region has the names of functions, tables and queues."""
        for page in self.client.get_paginator("list_exports").paginate():
            for export in page["Exports"]:
                other = export["ExportingStackId"].split("/")[1]
                if export["Name"] == EXPORT and other != self.name:
                    raise DeploymentError(
                        f"This region has Rollcall already, as the stack {other}, and a second one would have functions, tables"
                        f" and queues of the same names. Say --stack {other}, or another --region.")

    def settle(self, say):
        """Waits for what an earlier run began, and removes what it left unusable. Returns the stack as it is now."""
        stack = self._wait(say)
        if stack and stack["StackStatus"] in UNUSABLE:
            say(f"an earlier creation left the stack {self.name} as {stack['StackStatus']}: it is removed first")
            self.delete(say)
            return None
        return stack

    def difference(self, stack, wanted):
        """What applying would change, in words; None where the stack is already so."""
        if stack is None:
            return "create it"
        if self.client.get_template(StackName=self.name)["TemplateBody"].strip() != self.template.strip():
            return "update it to the new template"
        current = parameters(stack)
        changed = [name for name, value in wanted.items() if current.get(name) != value]
        return f"update {', '.join(changed)}" if changed else None

    def apply(self, wanted, say, kept=()):
        """Brings the stack to the template with the parameters wanted; others keep the values that they have. `kept`
        names the tables that an earlier stack left. Returns the stack's outputs."""
        stack = self.settle(say)
        difference = self.difference(stack, wanted)
        if difference is None:
            say("nothing to change")
            return outputs(stack)
        say(difference)
        summary = self.client.get_template_summary(TemplateBody=self.template)
        known = {one["ParameterKey"] for one in summary["Parameters"]}
        values = {name: value for name, value in parameters(stack).items() if name in known} | wanted
        unknown = sorted(values.keys() - known)
        if unknown:
            raise DeploymentError(f"The template has no parameter {', '.join(unknown)}. It has {', '.join(sorted(known))}.")
        request = {
            "StackName": self.name, "TemplateBody": self.template, "Capabilities": ["CAPABILITY_IAM"],
            "Parameters": [{"ParameterKey": name, "ParameterValue": value} for name, value in values.items()]}
        if stack:
            self.client.update_stack(**request)
        elif kept:
            say(f"it takes over what is there already: {', '.join(kept)}")
            self._adopt(request)
        else:
            self.client.create_stack(**request)
        stack = self._wait(say, leaving="REVIEW_IN_PROGRESS")
        if stack["StackStatus"] not in ("CREATE_COMPLETE", "UPDATE_COMPLETE"):
            raise DeploymentError(
                f"The stack {self.name} is {stack['StackStatus']}: {self._reasons()} Mend that and deploy again.")
        return outputs(stack)

    def delete(self, say):
        self.client.delete_stack(StackName=self.name)
        stack = self._wait(say)
        if stack and stack["StackStatus"] not in ("DELETE_COMPLETE", "REVIEW_IN_PROGRESS"):
            raise DeploymentError(f"The stack {self.name} could not be removed: {self._reasons()}")

    def _adopt(self, request):
        """Creates the stack with the tables that outlived an earlier one: AWS's page "Import AWS resources into a
        CloudFormation stack automatically"."""
        change_set = f"rollcall-{uuid.uuid4().hex[:12]}"
        self.client.create_change_set(
            ChangeSetName=change_set, ChangeSetType="CREATE", ImportExistingResources=True, **request)
        while True:
            found = self.client.describe_change_set(StackName=self.name, ChangeSetName=change_set)
            if found["Status"] not in ("CREATE_PENDING", "CREATE_IN_PROGRESS"):
                break
            time.sleep(POLL_SECONDS)
        if found["Status"] == "FAILED":
            raise DeploymentError(f"CloudFormation refuses to create {self.name}: {found.get('StatusReason')}")
        self.client.execute_change_set(StackName=self.name, ChangeSetName=change_set)

    def _wait(self, say, leaving=None):
        """Waits until nothing is in progress, telling each state once; a creation begins by leaving a state."""
        told = None
        while True:
            stack = self.describe()
            status = stack["StackStatus"] if stack else "DELETE_COMPLETE"
            waiting = status == leaving or status.endswith("_IN_PROGRESS") and status != "REVIEW_IN_PROGRESS"
            if not waiting:
                return stack
            if status != told:
                say(f"{status.lower().replace('_', ' ')} …")
                told = status
            time.sleep(POLL_SECONDS)

    def _reasons(self):
        events = self.client.describe_stack_events(StackName=self.name)["StackEvents"]
        failed = [event for event in events if event.get("ResourceStatus", "").endswith("_FAILED")]
        # The newest event comes first, and what failed first is why the rest did.
        return "; ".join(
            f"{event.get('LogicalResourceId')}: {event.get('ResourceStatusReason')}" for event in reversed(failed[-3:])
        ) or "CloudFormation gives no reason; see the stack's events in the console."


def parameters(stack):
    return {one["ParameterKey"]: one["ParameterValue"] for one in (stack or {}).get("Parameters", [])}


def outputs(stack):
    return {one["OutputKey"]: one["OutputValue"] for one in (stack or {}).get("Outputs", [])}
