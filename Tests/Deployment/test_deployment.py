"""`make deploy` and `make destroy` against an emulated account. usage: make test-deployment"""

import json
import shutil
import tempfile
import unittest
import urllib.request
from pathlib import Path

from account import ACCOUNT, PRODUCTS, REGION, ROOT, Account, make_layout

PHOTOGRAPHS = ROOT / ".local/photographs"


@unittest.skipUnless(shutil.which("docker-registry"), "docker-registry is missing: apt-get install docker-registry")
class DeploymentTests(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(cls.folder.cleanup)
        cls.account = Account(cls.folder.name)
        cls.addClassCleanup(cls.account.stop)

    def setUp(self):
        self.account.reset()
        # Images of each test's own, which the registry does not have yet.
        self.images = self.make_images(self.id())

    def make_images(self, text, architecture="amd64"):
        folder = Path(self.folder.name, "images", text)
        for name in "extractor", "recognizer":
            make_layout(folder / name, f"{name} of {text}", architecture)
        return folder

    def deploy(self, *options, images=None, **limits):
        return self.account.run("deploy", "--no-canary", "--images", str(images or self.images), *options, **limits)

    def stack(self):
        return self.account.client("cloudformation").describe_stacks(StackName="rollcall")["Stacks"][0]

    def function(self, name):
        return self.account.client("lambda").get_function(FunctionName=name)

    def assertDone(self, result):
        self.assertEqual(result[0], 0, result[1])
        return result[1]

    def test_an_empty_account_gets_functions_whose_images_the_registry_has(self):
        output = self.assertDone(self.deploy())
        self.assertIn("cloudformation:CreateStack 1, cloudformation:UpdateStack 1", output)
        for name in "Extractor", "Recognizer":
            uri = self.function(name)["Code"]["ImageUri"]
            repository, digest = uri.split("/", 1)[1].split("@")
            index = json.loads((self.images / name.lower() / "index.json").read_text())
            self.assertEqual(digest, index["manifests"][0]["digest"])
            calls = [call for call in self.account.registry.calls if call.startswith(f"PUT /v2/{repository}/manifests/")]
            self.assertTrue(calls, self.account.registry.calls)

    def test_the_second_run_and_a_plan_change_nothing_and_make_few_calls(self):
        self.assertIn("create it without functions", self.assertDone(self.deploy("--plan")))
        with self.assertRaises(Exception):
            self.stack()
        self.assertDone(self.deploy())
        before = self.stack()
        for options, most in ((), 9), (("--plan",), 4):
            calls = len(self.account.aws.calls)
            output = self.assertDone(self.deploy(*options))
            self.assertIn("none of them changed anything", output)
            self.assertEqual((self.account.aws.changes, self.account.registry.changes), (0, 0))
            self.assertLessEqual(len(self.account.aws.calls) - calls, most, self.account.aws.calls[calls:])
        self.assertEqual(self.stack(), before)

    def test_a_deployment_killed_after_any_change_is_resumed_by_the_same_command(self):
        self.assertDone(self.deploy())
        changes = {front: front.changes for front in (self.account.aws, self.account.registry)}
        self.assertEqual(changes[self.account.aws], 2)
        # For each of both images a configuration and a layer, in three requests each, and a manifest.
        self.assertEqual(changes[self.account.registry], 14)
        for front, count in changes.items():
            for number in range(1, count + 1):
                with self.subTest(front="AWS" if front is self.account.aws else "registry", change=number):
                    self.account.reset()
                    images = self.make_images(f"{self.id()}-{count}-{number}")
                    code, _ = self.deploy(images=images, kill_after=number, front=front)
                    self.assertEqual(code, -9)
                    self.assertDone(self.deploy(images=images))
                    index = json.loads((images / "recognizer/index.json").read_text())
                    uri = self.function("Recognizer")["Code"]["ImageUri"]
                    self.assertTrue(uri.endswith("@" + index["manifests"][0]["digest"]), uri)

    def test_new_images_and_parameters_are_the_only_change(self):
        self.assertDone(self.deploy("--parameter", "VideoDays=3"))
        output = self.assertDone(self.deploy(images=self.make_images(f"{self.id()}-2")))
        self.assertIn("update ExtractorImage, RecognizerImage", output)
        output = self.assertDone(self.deploy("--parameter", "MemorySize=2048", images=self.make_images(f"{self.id()}-2")))
        self.assertIn("update MemorySize\n", output)
        self.assertEqual(self.function("Extractor")["Configuration"]["MemorySize"], 2048)
        values = {one["ParameterKey"]: one["ParameterValue"] for one in self.stack()["Parameters"]}
        self.assertEqual(values["VideoDays"], "3")
        code, output = self.deploy("--parameter", "VideoDay=3")
        self.assertNotEqual(code, 0)
        self.assertIn("no parameter VideoDay", output)

    def test_a_new_stack_has_this_machines_time_zone_and_keeps_it_until_another_is_said(self):
        original = self.account.variables
        self.addCleanup(setattr, self.account, "variables", original)
        self.account.variables = lambda: {**original(), "TZ": "Asia/Tokyo"}
        for options in ("--plan",), ():
            self.assertIn("time zone: JST-9 (this machine's", self.assertDone(self.deploy(*options)))
        self.assertIn({"ParameterKey": "TimeZone", "ParameterValue": "JST-9"}, self.stack()["Parameters"])
        self.account.variables = lambda: {**original(), "TZ": "America/New_York"}
        self.assertIn("none of them changed anything", self.assertDone(self.deploy()))
        berlin = "--parameter", "TimeZone=Europe/Berlin"
        self.assertIn("update TimeZone\n", self.assertDone(self.deploy(*berlin)))
        rule = "CET-1CEST,M3.5.0,M10.5.0/3"
        self.assertIn({"ParameterKey": "TimeZone", "ParameterValue": rule}, self.stack()["Parameters"])
        for options in berlin, ("--parameter", f"TimeZone={rule}"):
            self.assertIn("none of them changed anything", self.assertDone(self.deploy(*options)))
        variables = self.function("Recognizer")["Configuration"]["Environment"]["Variables"]
        self.assertEqual(variables["ROLLCALL_TIME_ZONE"], rule)

    def test_a_time_zone_that_nobody_knows_is_refused(self):
        for zone in "Europe/Berln", "Europe", "", "../../../etc/passwd":
            code, output = self.deploy("--parameter", f"TimeZone={zone}")
            self.assertEqual(code, 2)
            self.assertIn(f"TimeZone={zone}: say a time zone that this machine knows", output)
            self.assertEqual(self.account.aws.changes, 0)

    def test_images_for_graviton_make_functions_for_graviton(self):
        self.assertDone(self.deploy(images=self.make_images(f"{self.id()}-arm64", "arm64")))
        # moto's functions do not tell their architecture.
        self.assertIn({"ParameterKey": "Architecture", "ParameterValue": "arm64"}, self.stack()["Parameters"])

    def test_images_that_cannot_run_are_refused_before_anything_is_made(self):
        mixed = self.make_images(f"{self.id()}-mixed")
        make_layout(mixed / "recognizer", "other", "arm64")
        damaged = self.make_images(f"{self.id()}-damaged")
        (damaged / "extractor/index.json").unlink()
        riscv = self.make_images(f"{self.id()}-riscv", "riscv64")
        for images, words in (mixed, "both functions"), (damaged, "no image"), (riscv, "riscv64"), ("nowhere", "neither"):
            with self.subTest(words):
                code, output = self.deploy(images=images)
                self.assertEqual(code, 1)
                self.assertIn(words, output)
                self.assertNotIn("Traceback", output)
                self.assertEqual(self.account.aws.changes, 0)

    def test_a_damaged_layer_is_not_pushed(self):
        blobs = sorted((self.images / "extractor/blobs/sha256").iterdir(), key=lambda path: path.stat().st_size)
        blobs[-1].write_bytes(b"damaged")
        code, output = self.deploy()
        self.assertEqual(code, 1)
        self.assertIn("other bytes than its name says", output)

    def test_images_are_taken_from_a_registry(self):
        self.assertDone(self.deploy())
        self.account.reset()
        # The registry without a front demands nothing, as a public one.
        source = "%s:%d/rollcall" % self.account.registry.target
        digests = [json.loads((self.images / name / "index.json").read_text())["manifests"][0]["digest"]
                   for name in ("extractor", "recognizer")]
        for name, digest in zip(("extractor", "recognizer"), digests):
            url = f"http://{source.replace('/rollcall', '/v2/rollcall')}/{name}/manifests/"
            kind = "application/vnd.oci.image.manifest.v1+json"
            manifest = urllib.request.urlopen(urllib.request.Request(url + digest, headers={"Accept": kind})).read()
            urllib.request.urlopen(urllib.request.Request(
                url + "7", manifest, {"Content-Type": kind}, method="PUT")).read()
        self.assertDone(self.account.run("deploy", "--no-canary", "--images", f"{source}:7"))
        self.assertTrue(self.function("Extractor")["Code"]["ImageUri"].endswith(digests[0]))

    def test_destroying_leaves_the_tables_and_says_so_and_with_people_leaves_nothing(self):
        self.assertDone(self.deploy())
        bucket = {one["OutputKey"]: one["OutputValue"] for one in self.stack()["Outputs"]}["Bucket"]
        self.account.client("s3").put_object(Bucket=bucket, Key="lab/1.h264", Body=b"clip")
        self.account.client("sqs").create_queue(QueueName="rollcall-results-lab")
        iam = self.account.client("iam")
        iam.create_user(UserName="rollcall-pi")
        policy = next(one for one in iam.list_policies(Scope="Local")["Policies"] if "Operator" in one["PolicyName"])
        iam.attach_user_policy(UserName="rollcall-pi", PolicyArn=policy["Arn"])
        iot = self.account.client("iot")
        certificate = iot.create_keys_and_certificate(setAsActive=True)["certificateArn"]
        iot.create_thing(thingName="lab")
        iot.attach_policy(policyName="rollcall-device", target=certificate)
        iot.attach_thing_principal(thingName="lab", principal=certificate)

        plan = self.assertDone(self.account.run("destroy", "--plan"))
        self.assertIn("none of them changed anything", plan)
        self.assertIn("goes: the certificate of the device lab", plan)
        code, output = self.account.run("destroy")
        self.assertEqual(code, 1)
        self.assertIn("add --yes", output)

        output = self.assertDone(self.account.run("destroy", "--yes"))
        self.assertEqual((iot.list_things()["things"], iot.list_certificates()["certificates"]), ([], []))
        for words in "1 objects deleted", "the device lab and its certificate are gone", "kept: the table StudentDB", "kept: the table Attendance", "kept: the user rollcall-pi":
            self.assertIn(words, output)
        self.assertEqual(self.account.client("s3").list_buckets()["Buckets"], [])
        self.assertNotIn("QueueUrls", self.account.client("sqs").list_queues())
        self.assertEqual(self.account.client("lambda").list_functions()["Functions"], [])
        self.assertEqual(self.account.client("ecr").describe_repositories()["repositories"], [])
        self.assertEqual(len(self.account.client("dynamodb").list_tables()["TableNames"]), 2)

        # moto imports nothing, so that what is asked of CloudFormation is all that can be seen here.
        calls = len(self.account.aws.calls)
        _, output = self.deploy()
        self.assertIn("takes over what is there already: StudentDB, Attendance", output)
        self.assertIn("CreateChangeSet", self.account.aws.calls[calls:])

        self.assertDone(self.account.run("destroy", "--yes", "--people"))
        self.assertEqual(self.account.client("dynamodb").list_tables()["TableNames"], [])
        self.assertIn("none of them changed anything", self.assertDone(self.account.run("destroy", "--yes", "--people")))

    def test_a_stack_of_another_name_has_a_role_alias_of_its_own_and_ends_its_own_devices(self):
        self.assertDone(self.deploy("--stack", "school"))
        iot = self.account.client("iot")
        self.assertEqual(iot.list_role_aliases()["roleAliases"], ["school-device"])
        self.assertEqual([one["policyName"] for one in iot.list_policies()["policies"]], ["school-device"])
        certificate = iot.create_keys_and_certificate(setAsActive=True)["certificateArn"]
        iot.create_thing(thingName="door")
        iot.attach_policy(policyName="school-device", target=certificate)
        iot.attach_thing_principal(thingName="door", principal=certificate)
        output = self.assertDone(self.account.run("destroy", "--stack", "school", "--yes"))
        self.assertIn("the device door and its certificate are gone", output)

    def test_a_region_takes_one_stack_and_that_of_another_name_is_neither_touched_nor_destroyed(self):
        self.assertDone(self.deploy())
        self.account.client("sqs").create_queue(QueueName="rollcall-results-lab")
        before = self.stack()
        for command in (("deploy", "--no-canary", "--images", str(self.images)), ("deploy", "--plan"),
                        ("destroy", "--yes", "--people"), ("destroy", "--plan")):
            with self.subTest(command=command):
                code, output = self.account.run(*command, "--stack", "school")
                self.assertEqual(code, 1)
                self.assertIn("as the stack rollcall", output)
                self.assertNotIn("Traceback", output)
                self.assertEqual((self.account.aws.changes, self.account.registry.changes), (0, 0))
        self.assertEqual(self.stack(), before)
        self.assertDone(self.account.run("destroy", "--yes"))
        self.assertIn("create it", self.assertDone(self.account.run("deploy", "--plan", "--stack", "school")))

    def test_what_is_refused_is_said_without_a_traceback(self):
        for variables, words in (({"AWS_ACCESS_KEY_ID": ""}, "keys"), ({"AWS_REGION": "", "AWS_DEFAULT_REGION": ""}, "region")):
            original = self.account.variables
            self.account.variables = lambda: original() | variables
            try:
                code, output = self.deploy()
            finally:
                self.account.variables = original
            self.assertEqual(code, 1)
            self.assertIn(words, output)
            self.assertNotIn("Traceback", output)

    def test_the_deployers_policy_names_every_action_of_a_deployment_and_its_end(self):
        # moto compares actions, and asks for every resource. What only CloudFormation does it does without asking.
        direct = [{**statement, "Resource": "*"} for statement in read_policy()["Statement"]
                  if "aws:CalledVia" not in json.dumps(statement)]
        iam = self.account.client("iam")
        iam.create_user(UserName="deployer")
        key = iam.create_access_key(UserName="deployer")["AccessKey"]
        iam.put_user_policy(UserName="deployer", PolicyName="deployer", PolicyDocument=json.dumps(
            {"Version": "2012-10-17", "Statement": direct}))
        original = self.account.variables
        self.addCleanup(setattr, self.account, "variables", original)
        self.addCleanup(self.account.ask_for_permission, "inf")
        self.account.variables = lambda: {
            **original(), "AWS_ACCESS_KEY_ID": key["AccessKeyId"], "AWS_SECRET_ACCESS_KEY": key["SecretAccessKey"]}
        self.account.ask_for_permission()
        self.assertDone(self.deploy())
        self.assertDone(self.account.run("destroy", "--yes", "--people"))
        self.account.ask_for_permission("inf")
        iam.delete_user_policy(UserName="deployer", PolicyName="deployer")
        self.account.ask_for_permission()
        code, output = self.deploy()
        self.assertEqual(code, 1)
        self.assertIn("not authorized", output)

    def test_a_clip_goes_through_the_functions_and_nothing_of_it_stays(self):
        missing = [path for path in (PRODUCTS / "local-lambda", PRODUCTS / "Extractor", PRODUCTS / "Recognizer", PHOTOGRAPHS)
                   if not path.exists()]
        if missing:
            self.skipTest(f"{missing[0]} is missing: make demo builds the functions and fetches models and photographs")
        self.account.start_functions()
        try:
            output = self.assertDone(self.account.run("deploy", "--images", str(self.images)))
        finally:
            self.account.functions = None
        self.assertIn("first clip: Rollcall's canary was named", output)
        self.assertIn("second clip: Rollcall's canary was named", output)
        items = self.account.client("dynamodb")
        names = [row["name"]["S"] for row in items.scan(TableName="StudentDB")["Items"]]
        self.assertEqual(names, ["rollcall:gallery"])
        self.assertEqual(items.scan(TableName="Attendance")["Items"], [])
        bucket = {one["OutputKey"]: one["OutputValue"] for one in self.stack()["Outputs"]}["Bucket"]
        self.assertEqual(self.account.client("s3").list_objects_v2(Bucket=bucket)["KeyCount"], 0)
        self.assertNotIn("QueueUrls", self.account.client("sqs").list_queues(QueueNamePrefix="rollcall-results-"))


def read_policy(region=REGION):
    text = (ROOT / "deploy/policies/deployer.json").read_text()
    return json.loads(text.replace("${ACCOUNT}", ACCOUNT).replace("${REGION}", region))


class PolicyTests(unittest.TestCase):
    def test_the_deployers_policy_fits_into_a_managed_policy(self):
        filled = json.dumps(read_policy("ap-southeast-2"), separators=(",", ":"))
        # AWS's page "IAM and AWS STS quotas".
        self.assertLessEqual(len(filled), 6144)


if __name__ == "__main__":
    unittest.main()
