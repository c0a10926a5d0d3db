"""Deploys Rollcall to AWS, or takes it away. What stands already is left alone, so that a deployment that was broken off
is resumed by the same command, and a second one changes nothing.

usage: make deploy [OPTIONS="--plan …"]      make destroy [OPTIONS="--plan"]
"""

import argparse
import os
import sys

import costs
from account import check_account, check_quotas
from botocore.exceptions import BotoCoreError, ClientError
from canary import Canary
from cloud import Cloud
from destroy import Destruction
from images import ROOT, find_images
from progress import DeploymentError, Progress, confirm
from registry import Repository, basic
from stack import Stack, outputs, parameters
from tables import find_tables

sys.path.append(str(ROOT / "scripts"))
from time_zone import machine_rule, rule_of  # noqa: E402

# AWS's page "Quotas" of CloudFormation: a template that is sent, not fetched from S3.
TEMPLATE_BYTES = 51_200


def read_options():
    parser = argparse.ArgumentParser(
        prog="make deploy", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("command", choices=["deploy", "destroy"])
    parser.add_argument("--plan", action="store_true", help="say what would be done, and change nothing")
    parser.add_argument("--region", help="instead of AWS_REGION or the profile's")
    parser.add_argument("--stack", default="rollcall", help="the stack's name")
    parser.add_argument("--images", metavar="WHERE", help="a folder with the OCI layouts extractor and recognizer, or a"
                        " registry's as example.org/rollcall:2; built here unless given")
    parser.add_argument("--parameter", metavar="NAME=VALUE", action="append", default=[],
                        help="of the template, such as VideoDays=3; what was given once stays")
    parser.add_argument("--no-canary", action="store_true", help="film nobody at the end")
    parser.add_argument("--people", action="store_true", help="destroy the tables of people and attendance too")
    parser.add_argument("--yes", action="store_true", help="destroy without asking")
    options = parser.parse_args()
    wrong = [text for text in options.parameter if "=" not in text]
    if wrong:
        parser.error(f"--parameter {wrong[0]}: say NAME=VALUE")
    options.parameter = dict(text.split("=", 1) for text in options.parameter)
    zone = options.parameter.get("TimeZone")
    if zone is not None:
        # The functions' images have no database of zones.
        options.parameter["TimeZone"] = rule_of(zone)
        if options.parameter["TimeZone"] is None:
            parser.error(f"--parameter TimeZone={zone}: say a time zone that this machine knows, such as Europe/Berlin, or a"
                         " rule, such as CET-1CEST,M3.5.0,M10.5.0/3")
    return options


def read_template():
    template = (ROOT / "deploy/rollcall.yaml").read_text()
    if len(template.encode()) > TEMPLATE_BYTES:
        raise DeploymentError(f"deploy/rollcall.yaml has more than the {TEMPLATE_BYTES} bytes that CloudFormation takes.")
    return template


def repository(cloud, uri):
    """A repository of ECR, with its authorization. ROLLCALL_REGISTRY names another address to reach it at."""
    token = cloud.client("ecr").get_authorization_token()["authorizationData"][0]["authorizationToken"]
    host, name = uri.split("/", 1)
    return Repository(os.environ.get("ROLLCALL_REGISTRY") or f"https://{host}", name, basic(token))


def plan(cloud, stack, options, progress):
    with progress.step("Check keys and quotas") as say:
        check_account(cloud, say)
        check_quotas(cloud, say)
    with progress.step(f"What would be done to the stack {options.stack}") as say:
        found = stack.describe()
        say(f"it is {found['StackStatus'] if found else 'not there'}")
        if not outputs(found):
            stack.check_names()
        if found is None:
            say("create it without functions: bucket, tables, queue, repositories, roles, policies, alarms")
            new_parameters(options, say)
            say(f"push both images, {'built here' if options.images is None else 'of ' + options.images}")
            say("update it with the functions")
        elif options.images is None:
            say(f"template and parameters: {stack.difference(found, options.parameter) or 'nothing to change'}")
            say("build both images and compare them with what runs")
        else:
            images = find_images(options.images, None, say)
            uris = image_parameters(images, outputs(found))
            for name, uri in uris.items():
                say(f"{name}: {'nothing to push' if parameters(found).get(name) == uri else 'push ' + uri}")
            difference = stack.difference(found, options.parameter | uris)
            say(f"template and parameters: {difference or 'nothing to change'}")


def image_parameters(images, found):
    return {f"{name.capitalize()}Image": f"{found[f'{name.capitalize()}Repository']}@{image.digest}"
            for name, image in images.items()}


def new_parameters(options, say):
    """The parameters of a stack that is not there yet. Its time zone is this machine's where nobody says another, as a
    client's is: by another clock the roll would be of other days and minutes."""
    wanted = {"TimeZone": machine_rule(), **options.parameter}
    how = "as you said" if "TimeZone" in options.parameter else "this machine's; --parameter TimeZone=… says another"
    say(f"the school's time zone: {wanted['TimeZone']} ({how})")
    return wanted


def deploy(cloud, stack, options, progress):
    with progress.step("Check keys and quotas") as say:
        check_account(cloud, say)
        check_quotas(cloud, say)
    with progress.step("Find the images") as say:
        found = stack.describe()
        if not outputs(found):
            stack.check_names()
        wanted = options.parameter.get("Architecture") or parameters(found).get("Architecture") or "x86_64"
        images = find_images(options.images, wanted, say)
        architectures = {image.architecture for image in images.values()}
        if len(architectures) != 1:
            raise DeploymentError("One image is for amd64 and one for arm64; both functions run on one kind.")
        architecture = architectures.pop()
        if options.parameter.get("Architecture", architecture) != architecture:
            raise DeploymentError(f"The images are for {architecture}, not for {options.parameter['Architecture']}.")
        for name, image in images.items():
            size = sum(layer["size"] for layer in image.manifest["layers"])
            say(f"{name}: {image.digest[:19]}, {size / 1e6:.1f} MB, {architecture}")
    with progress.step(f"Stack {options.stack} without functions") as say:
        settled = stack.settle(say)
        found = outputs(settled)
        if "ExtractorRepository" in found:
            say("it is there already")
        else:
            wanted = new_parameters(options, say) if settled is None else options.parameter
            found = stack.apply({**wanted, "Architecture": architecture}, say, kept=find_tables(cloud))
    with progress.step("Push the images") as say:
        for name, image in images.items():
            image.push(repository(cloud, found[f"{name.capitalize()}Repository"]), say)
    with progress.step(f"Stack {options.stack} with functions") as say:
        uris = image_parameters(images, found)
        found = stack.apply({**options.parameter, "Architecture": architecture, **uris}, say)
    timings = None
    with progress.step("Canary") as say:
        if options.no_canary:
            say("left out, as you said")
        else:
            timings = Canary(cloud, found).fly(say)
    with progress.step("Costs and what comes next") as say:
        kept = parameters(stack.describe())
        memory = int(kept.get("MemorySize", 1769))
        size = sum(layer["size"] for image in images.values() for layer in image.manifest["layers"])
        say(costs.describe(
            architecture, memory, timings, size, kept.get("KeptFrames", "all"), kept.get("KeptClips", "all")))
        for name in "Bucket", "QueueUrl", "OperatorPolicy", "ViewerPolicy":
            say(f"{name}: {found[name]}")


def destroy(cloud, stack, options, progress):
    with progress.step("Check keys") as say:
        check_account(cloud, say)
        stack.check_names()
    destruction = Destruction(cloud, stack, options.people)
    with progress.step("What there is") as say:
        destruction.plan(say)
    if options.plan:
        return
    if not options.yes:
        confirm(f"This removes the stack {options.stack} of {cloud.region}.", options.stack)
    with progress.step("Take it away") as say:
        destruction.run(say)


def main():
    options = read_options()
    cloud = Cloud(options.region or os.environ.get("AWS_REGION"))
    if not cloud.region:
        sys.exit("No region is set: export AWS_REGION=eu-central-1, or another one near the cameras.")
    try:
        if options.command == "destroy":
            destroy(cloud, Stack(cloud, options.stack, read_template()), options, Progress(2 if options.plan else 3))
        elif options.plan:
            plan(cloud, Stack(cloud, options.stack, read_template()), options, Progress(2))
        else:
            deploy(cloud, Stack(cloud, options.stack, read_template()), options, Progress(7))
    except (ClientError, BotoCoreError) as error:
        sys.exit(f"AWS: {error}\nThe policy that deploying needs is deploy/policies/deployer.json."
                 " Deploy again to go on where it stopped.")
    except DeploymentError as error:
        sys.exit(str(error))
    except KeyboardInterrupt:
        sys.exit("Stopped. Deploy again to go on where it stopped.")
    finally:
        changes = ", ".join(f"{call} {count}" for call, count in cloud.changes.items()) or "none of them changed anything"
        print(f"{sum(cloud.calls.values())} calls of AWS; {changes}", flush=True)


if __name__ == "__main__":
    main()
