"""Checks that the keys work and that the account's quotas suffice, before anything is made."""

from botocore.exceptions import BotoCoreError, ClientError
from progress import DeploymentError

# New accounts have less than the default of 1000. Each camera that sees somebody keeps one environment of each function
# busy, and two for moments.
FEW_ENVIRONMENTS = 20


def check_account(cloud, say):
    """The account's number."""
    try:
        identity = cloud.client("sts").get_caller_identity()
    except (BotoCoreError, ClientError) as error:
        raise DeploymentError(f"AWS does not accept your keys: {error} Set them up with `aws configure`.") from error
    say(f"account {identity['Account']}, region {cloud.region}, as {identity['Arn']}")
    if identity["Arn"].endswith(":root"):
        say("these are the root user's keys; a user with deploy/policies/deployer.json suffices")
    return identity["Account"]


def check_quotas(cloud, say):
    """Says how many environments the account's functions may have at once; a deployment works with any number."""
    try:
        limit = cloud.client("lambda").get_account_settings()["AccountLimit"]["ConcurrentExecutions"]
    except (BotoCoreError, ClientError) as error:
        reason = getattr(error, "response", {}).get("Error", {}).get("Code") or error
        say(f"Lambda's quota could not be read ({reason}); look for it in the console's Service Quotas")
        return
    if limit < FEW_ENVIRONMENTS:
        say(f"Lambda may run {limit} environments at once: enough for {max(1, limit // 4)} busy cameras. For more ask for"
            " a higher quota of Concurrent executions in the console's Service Quotas")
    else:
        say(f"Lambda may run {limit} environments at once")
