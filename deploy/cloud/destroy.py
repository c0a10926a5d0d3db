"""Takes a deployment away."""

from canary import empty
from stack import outputs
from tables import find_tables

# The first is of earlier versions.
POLICIES = ("PiClientPolicy", "OperatorPolicy", "ViewerPolicy")


class Destruction:
    """What there is, and its end. Every part may be gone already, so that a destruction that stopped can be repeated."""

    def __init__(self, cloud, stack, people):
        self.cloud, self.stack, self.people = cloud, stack, people
        self.found = outputs(stack.describe())
        # The template names it.
        self.device_policy = f"{stack.name}-device"
        self.items, self.iam = cloud.client("dynamodb"), cloud.client("iam")

    def queues(self):
        pages = self.cloud.client("sqs").get_paginator("list_queues").paginate(QueueNamePrefix="rollcall-results-")
        return [url for page in pages for url in page.get("QueueUrls", [])]

    def holders(self):
        """Who has one of the policies: pairs of a policy's ARN and a description of its holder."""
        for policy in POLICIES:
            arn = self.found.get(policy)
            for page in self.iam.get_paginator("list_entities_for_policy").paginate(PolicyArn=arn) if arn else []:
                yield from ((arn, "user", one["UserName"]) for one in page["PolicyUsers"])
                yield from ((arn, "group", one["GroupName"]) for one in page["PolicyGroups"])
                yield from ((arn, "role", one["RoleName"]) for one in page["PolicyRoles"])

    def certificates(self):
        """The ARNs of the devices' certificates, each with the names of its things."""
        iot = self.cloud.client("iot")
        try:
            pages = list(iot.get_paginator("list_targets_for_policy").paginate(policyName=self.device_policy))
        except iot.exceptions.ResourceNotFoundException:
            return {}
        return {arn: iot.list_principal_things(principal=arn)["things"] for page in pages for arn in page["targets"]}

    def plan(self, say):
        """Says what would go and what would stay."""
        if self.found:
            say(f"goes: the stack {self.stack.name}: functions, images, roles, policies, alarms, logs")
            say(f"goes: the bucket {self.found['Bucket']} with every clip and picture")
        for thing in sorted(thing for things in self.certificates().values() for thing in things):
            say(f"goes: the certificate of the device {thing}")
        for url in self.queues():
            say(f"goes: the queue {url.rsplit('/', 1)[1]}")
        for name, rows in find_tables(self.cloud).items():
            say(f"{'goes' if self.people else 'stays'}: the table {name}, about {rows} rows")
        for kind, name in sorted({(kind, name) for _, kind, name in self.holders()}):
            say(f"stays: the {kind} {name}, without Rollcall's policies")

    def run(self, say):
        kept = sorted({f"the {kind} {name}" for _, kind, name in self.holders()})
        for arn, kind, name in list(self.holders()):
            getattr(self.iam, f"detach_{kind}_policy")(**{f"{kind.capitalize()}Name": name, "PolicyArn": arn})
        self._end_devices(say)
        if self.found:
            say(f"{empty(self.cloud.client('s3'), self.found['Bucket'])} objects deleted from {self.found['Bucket']}")
        if self.stack.describe():
            self.stack.delete(say)
            say(f"the stack {self.stack.name} is gone")
        for url in self.queues():
            self.cloud.client("sqs").delete_queue(QueueUrl=url)
            say(f"the queue {url.rsplit('/', 1)[1]} is gone")
        for name, rows in find_tables(self.cloud).items():
            if self.people:
                self._delete_table(name)
                say(f"the table {name} is gone; its backups end 35 days from now")
            else:
                kept.append(f"the table {name}, about {rows} rows")
        for one in kept:
            say(f"kept: {one}")
        if not self.people and find_tables(self.cloud):
            say("the next deployment takes the tables over; `destroy --people` deletes them too")

    def _end_devices(self, say):
        """A policy that a certificate has cannot be deleted, and the stack not without it."""
        iot = self.cloud.client("iot")
        for arn, things in self.certificates().items():
            certificate = arn.rsplit("/", 1)[1]
            iot.update_certificate(certificateId=certificate, newStatus="REVOKED")
            for thing in things:
                iot.detach_thing_principal(thingName=thing, principal=arn)
            iot.detach_policy(policyName=self.device_policy, target=arn)
            iot.delete_certificate(certificateId=certificate)
            for thing in things:
                iot.delete_thing(thingName=thing)
                say(f"the device {thing} and its certificate are gone")

    def _delete_table(self, name):
        self.items.update_table(TableName=name, DeletionProtectionEnabled=False)
        self.items.get_waiter("table_exists").wait(TableName=name)
        self.items.delete_table(TableName=name)
        self.items.get_waiter("table_not_exists").wait(TableName=name)
