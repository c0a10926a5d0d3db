"""Tests of answer_path.py and of what the model's proxy reads from a request, on made-up logs."""

import unittest

from answer_path import answer_paths
from aws_model import Message, clip_of

CLIP = 1_700_000_000_123


def call(caller, operation, start, end, path="", invokes=None, reached=None, **more):
    return {
        "caller": caller, "operation": operation, "start": start, "end": end, "path": path, "invokes": invokes,
        "reached": end if reached is None else reached, "clip": CLIP, "provisional": False} | more


def poll(start, end):
    return call("client", "sqs.ReceiveMessage", start, end, clip=None, results=[{"clip": CLIP, "provisional": False}])


class AnswerPaths(unittest.TestCase):
    def path(self, *calls, provisional=False):
        return answer_paths(calls).get((CLIP, provisional))

    def test_what_is_done_at_the_same_time_counts_once(self):
        self.assertEqual(
            ["s3.PUT", "lambda.Event", "s3.GET", "s3.PUT", "lambda.Event", "s3.GET", "sqs.SendMessage"],
            self.path(
                poll(0, 60),
                call("client", "s3.PUT", 0, 5, "/b/d/1.h264"),
                call("client", "lambda.Event", 5, 8, invokes="Extractor", reached=9),
                call("Extractor", "s3.GET", 10, 12),
                *(call("Extractor", "s3.PUT", 13 + n, 20 + n) for n in range(5)),
                call("Extractor", "lambda.Event", 25, 28, invokes="Recognizer", reached=29),
                call("Recognizer", "s3.GET", 30, 35), call("Recognizer", "s3.GET", 30, 36),
                call("Recognizer", "sqs.SendMessage", 50, 55)))

    def test_an_invocation_is_over_for_its_function_before_its_caller_hears_of_it(self):
        self.assertEqual(
            ["lambda.Event", "lambda.Event", "sqs.SendMessage"],
            self.path(
                poll(0, 60),
                call("client", "lambda.Event", 0, 20, invokes="Extractor", reached=3),
                call("Extractor", "lambda.Event", 10, 28, invokes="Recognizer", reached=12),
                call("Recognizer", "sqs.SendMessage", 20, 25)))

    def test_what_another_function_does_meanwhile_does_not_count(self):
        self.assertEqual(
            ["lambda.Event", "lambda.Event", "sqs.SendMessage"],
            self.path(
                poll(0, 60),
                call("client", "lambda.Event", 0, 2, invokes="Extractor"),
                call("Extractor", "lambda.Event", 4, 6, invokes="Recognizer"),
                call("Extractor", "s3.PUT", 7, 9), call("Extractor", "s3.PUT", 10, 12),
                call("Recognizer", "sqs.SendMessage", 20, 25)))

    def test_the_answer_of_an_invocation_is_not_a_call(self):
        self.assertEqual(
            ["lambda.RequestResponse", "lambda.RequestResponse"],
            self.path(
                call("client", "lambda.RequestResponse", 0, 40, invokes="Extractor", reached=2),
                call("Extractor", "lambda.RequestResponse", 5, 35, invokes="Recognizer", reached=7),
                call("Extractor", "s3.PUT", 8, 20),
                call("Recognizer", "sqs.SendMessage", 36, 38),
                poll(0, 50)))

    def test_a_row_that_is_read_before_the_answer_counts(self):
        self.assertEqual(
            ["lambda.RequestResponse", "lambda.RequestResponse", "dynamodb.Query"],
            self.path(
                call("client", "lambda.RequestResponse", 0, 40, invokes="Extractor", reached=2),
                call("Extractor", "lambda.RequestResponse", 5, 35, invokes="Recognizer", reached=7),
                call("Recognizer", "dynamodb.Query", 20, 30, clip=None),
                call("Recognizer", "dynamodb.Query", 36, 38, clip=None)))

    def test_a_notification_starts_the_function(self):
        self.assertEqual(
            ["s3.PUT", "s3.GET", "s3.PUT", "s3.PUT", "s3.GET", "sqs.SendMessage"],
            self.path(
                poll(0, 60),
                call("client", "s3.PUT", 0, 5, "/b/d/1.h264"),
                call("Extractor", "s3.GET", 10, 12),
                call("Extractor", "s3.PUT", 13, 20, "/b/d/1/frame-000.jpg"),
                call("Extractor", "s3.PUT", 21, 24, "/b/d/1/frames.json"),
                call("Recognizer", "s3.GET", 30, 35),
                call("Recognizer", "sqs.SendMessage", 50, 55)))

    def test_a_first_picture_is_answered_by_itself(self):
        calls = [
            poll(0, 60),
            call("client", "lambda.RequestResponse", 0, 20, invokes="Extractor", reached=2, provisional=True),
            call("Extractor", "lambda.RequestResponse", 3, 15, invokes="Recognizer", reached=4, provisional=True),
            call("client", "lambda.Event", 30, 32, invokes="Extractor"),
            call("Extractor", "lambda.Event", 34, 36, invokes="Recognizer"),
            call("Recognizer", "sqs.SendMessage", 50, 55),
        ]
        self.assertEqual(["lambda.RequestResponse"] * 2, self.path(*calls, provisional=True))
        self.assertEqual(["lambda.Event", "lambda.Event", "sqs.SendMessage"], self.path(*calls))

    def test_a_clip_without_an_answer_has_no_path(self):
        self.assertIsNone(self.path(call("client", "lambda.Event", 0, 2, invokes="Extractor")))


class Requests(unittest.TestCase):
    def about(self, line, body=b"", **fields):
        message = Message(line, [], body)
        message.fields = {name.replace("_", "-").encode(): value for name, value in fields.items()}
        return clip_of(message)

    def test_keys_and_bodies_name_the_clip(self):
        for path in "/clips/lab/1700000000123.h264", "/clips/lab/1700000000123/frame-003.jpg":
            self.assertEqual(CLIP, self.about(f"PUT {path} HTTP/1.1".encode())["clip"])
        event = self.about(
            b"POST /2015-03-31/functions/Extractor/invocations HTTP/1.1",
            b'{"device":"lab","timestamp":1700000000123,"provisional":true}')
        self.assertEqual((CLIP, True, "Extractor"), (event["clip"], event["provisional"], event["invokes"]))
        message = self.about(
            b"POST / HTTP/1.1", b'{"MessageBody":"{\\"timestamp\\":1700000000123}"}',
            x_amz_target=b"AmazonSQS.SendMessage")
        self.assertEqual((CLIP, False, None), (message["clip"], message["provisional"], message["invokes"]))


if __name__ == "__main__":
    unittest.main()
