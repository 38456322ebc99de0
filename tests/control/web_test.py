"""The web interface as HTTP clients use it, friendly and hostile ones."""

import base64
import contextlib
import http.client
import json
import os
import pathlib
import socket
import struct
import subprocess
import tempfile
import unittest

from client import OTBENCH, SOURCE, running

BENCH = """
name: Two meters
version: 2
broker: internal
bus:
  meters:
    heat: {profile: itron-cf-echo-2, address: 1}
    water: {profile: itron-cf-echo-2, address: 2}
"""
TOKEN = "a secret"


def port_of(program):
    line = next(line for line in program.lines if "web http://" in line)
    return int(line.rstrip("/").rpartition(":")[2])


class Site:
    """A client of the web interface at a port."""

    def __init__(self, port):
        self.port = port

    def raw(self, method, path, body=None, headers=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        with contextlib.closing(connection):
            connection.request(method, path, body, headers or {})
            response = connection.getresponse()
            return response, response.read()

    def call(self, method, path, value=None, **headers):
        """Status and JSON."""
        fields = {name.replace("_", "-"): text for name, text in headers.items()}
        body = None
        if value is not None:
            body = json.dumps(value)
            fields.setdefault("Content-Type", "application/json")
        response, text = self.raw(method, path, body, fields)
        return response.status, json.loads(text)

    def send(self, octets):
        """What comes back for raw octets until the server closes the connection."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=60) as stream:
            stream.sendall(octets)
            stream.shutdown(socket.SHUT_WR)
            answer = b""
            with contextlib.suppress(ConnectionResetError):
                while part := stream.recv(65536):
                    answer += part
            return answer


class WebSocket:
    """Just enough of RFC 6455 for a test."""

    def __init__(self, port, **headers):
        self.stream = socket.create_connection(("127.0.0.1", port), timeout=60)
        fields = {"Host": f"127.0.0.1:{port}", "Upgrade": "websocket", "Connection": "Upgrade",
                  "Sec-WebSocket-Version": "13", "Sec-WebSocket-Key": base64.b64encode(os.urandom(16)).decode()}
        fields.update({name.replace("_", "-"): text for name, text in headers.items()})
        head = "".join(f"{name}: {text}\r\n" for name, text in fields.items())
        self.stream.sendall(f"GET /api/v1/events HTTP/1.1\r\n{head}\r\n".encode())
        self.file = self.stream.makefile("rb")
        self.status = int(self.file.readline().split()[1])
        while self.file.readline() not in (b"\r\n", b""):
            pass

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.file.close()
        self.stream.close()

    def send(self, message):
        payload = json.dumps(message).encode()
        size = struct.pack("!B", 0x80 | len(payload)) if len(payload) < 126 else struct.pack("!BH", 0xFE, len(payload))
        self.stream.sendall(b"\x81" + size + bytes(4) + payload)

    def frame(self):
        first, size = self.file.read(2)
        if size == 126:
            size, = struct.unpack("!H", self.file.read(2))
        elif size == 127:
            size, = struct.unpack("!Q", self.file.read(8))
        return first & 0xF, self.file.read(size)

    def receive(self):
        return json.loads(self.frame()[1])


class Web(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        stack = contextlib.ExitStack()
        cls.addClassCleanup(stack.close)
        cls.folder = pathlib.Path(stack.enter_context(tempfile.TemporaryDirectory()))
        cls.file = cls.folder / "bench.yaml"
        cls.file.write_text(BENCH)
        program = stack.enter_context(running("serve", str(cls.file), "--web", "127.0.0.1:0"))
        cls.site = Site(port_of(program))

    def good(self, method, path, value=None):
        status, answer = self.site.call(method, path, value)
        self.assertEqual(status, 200, answer)
        return answer

    def refused(self, status, method, path, value=None, **headers):
        got, answer = self.site.call(method, path, value, **headers)
        self.assertEqual(got, status, answer)
        self.assertEqual(answer["error"]["status"], status)
        return answer["error"]["message"]

    def test_lists_meters_and_buses(self):
        self.assertEqual(self.good("GET", "/api/v1/meters")["water"]["address"], 2)
        self.assertEqual(self.good("GET", "/api/v1/buses"), ["bus"])
        self.assertGreater(self.good("GET", "/api/v1/buses/bus")["idle_ma"], 0)

    def test_a_value_that_is_put_is_what_a_master_reads(self):
        path = "/api/v1/meters/heat/values/energy"
        self.good("PUT", path, "9810 kWh")
        self.assertEqual(self.good("GET", path), "9810 kWh")
        step = self.good("POST", "/api/v1/steps", {"read": "heat", "expect": {"energy": "9810 kWh"}})
        self.assertTrue(step["passed"], step)

    def test_a_fault_that_is_put_silences_a_meter(self):
        path = "/api/v1/meters/water/faults/mute"
        self.good("PUT", path, True)
        self.assertFalse(self.good("POST", "/api/v1/steps", {"read": "water"})["passed"])
        self.good("PUT", path, False)
        self.assertTrue(self.good("POST", "/api/v1/steps", {"read": "water"})["passed"])

    def test_meters_and_buses_are_added_and_removed(self):
        self.good("POST", "/api/v1/buses?name=cellar", {"cable": {"length": "20 m"}})
        self.assertEqual(self.good("GET", "/api/v1/buses"), ["bus", "cellar"])
        self.good("POST", "/api/v1/meters?name=cold&bus=cellar", {"profile": "itron-cf-echo-2", "address": 7})
        self.assertEqual(self.good("GET", "/api/v1/meters/cold")["address"], 7)
        self.assertIn("bus 'cellar' has meters: cold", self.refused(400, "DELETE", "/api/v1/buses/cellar", {}))
        self.assertEqual(self.good("DELETE", "/api/v1/meters/cold", {})["address"], 7)
        self.assertIn("unknown meter 'cold'", self.refused(404, "DELETE", "/api/v1/meters/cold", {}))
        self.good("DELETE", "/api/v1/buses/cellar", {})
        self.assertEqual(self.good("GET", "/api/v1/buses"), ["bus"])
        self.assertIn("missing parameter 'name'", self.refused(400, "POST", "/api/v1/meters", {"profile": "x"}))

    def test_the_journal_has_the_frames_that_were_asked_for(self):
        self.good("POST", "/api/v1/steps", {"read": "heat"})
        frames = self.good("GET", "/api/v1/frames?kind=REQ_UD2&bus=bus")
        self.assertTrue(frames)
        self.assertEqual({frame["kind"] for frame in frames}, {"REQ_UD2"})
        later = frames[-1]["end_ns"] + 1
        self.assertEqual(self.good("GET", f"/api/v1/journal?kind=REQ_UD2&since_ns={later}"), {"frames": []})

    def method(self, name, **params):
        return self.good("POST", "/api/v1/rpc", {"jsonrpc": "2.0", "id": 1, "method": name, "params": params})

    def test_a_frame_that_is_sent_reaches_the_meter(self):
        self.good("POST", "/api/v1/counters/reset", {})
        self.assertEqual(self.method("frame.send", hex="10 40 01 41 16")["result"], {})
        self.assertEqual(self.good("GET", "/api/v1/meters/heat")["counters"]["SND_NKE"], 1)
        self.assertIn("hex:", self.method("frame.send", hex="1")["error"]["message"])
        self.assertIn("unknown bus", self.method("frame.send", hex="10", bus="no")["error"]["message"])

    def test_frames_are_decoded(self):
        self.assertEqual(self.method("frame.decode", hex="107b017c16")["result"],
                         {"kind": "REQ_UD2", "address": 1, "control": 0x7B})
        self.assertEqual(self.method("frame.decode", hex="107b017d16")["result"], {"kind": "damaged"})
        self.good("POST", "/api/v1/steps", {"read": "heat"})
        answer = self.good("GET", "/api/v1/frames?kind=RSP_UD")[-1]
        reading = self.method("frame.decode", hex=answer["hex"])["result"]["reading"]
        self.assertEqual((reading["manufacturer"], reading["id"]), ("ACW", "14273160"))

    def test_the_page_is_served_to_this_machine_alone(self):
        for path, start in (("/", b"<!doctype html>"), ("/live.js", b'"use strict"'), ("/live.css", b":root"),
                            ("/client.js", b"// A client")):
            response, text = self.site.raw("GET", path)
            self.assertEqual((response.status, text[:len(start)]), (200, start))
        self.refused(403, "GET", "/", Host="evil.example")

    def test_calls_any_method_by_json_rpc(self):
        request = {"jsonrpc": "2.0", "id": "mine", "method": "meter.get", "params": {"meter": "heat"}}
        answer = self.good("POST", "/api/v1/rpc", request)
        self.assertEqual((answer["id"], answer["result"]["name"]), ("mine", "heat"))

    def test_metrics_count_the_frames_of_each_meter(self):
        self.good("POST", "/api/v1/counters/reset", {})
        self.good("POST", "/api/v1/steps", {"read": "heat"})
        response, text = self.site.raw("GET", "/metrics")
        self.assertIn("version=0.0.4", response.headers["Content-Type"])
        self.assertRegex(text.decode(), r'otbench_meter_frames_total\{bus="bus",meter="heat",kind="REQ_UD2"\} 1\n')

    def metrics(self):
        """Values by name and labels; fails on a line that Prometheus would not take."""
        lines = self.site.raw("GET", "/metrics")[1].decode().splitlines()
        samples = [line for line in lines if not line.startswith("#")]
        for line in samples:
            self.assertRegex(line, r'^[a-z_]+(\{[a-z]+="[^"\n]*"(,[a-z]+="[^"\n]*")*\})? [0-9.e+-]+$')
        return {name: float(value) for name, _, value in (line.rpartition(" ") for line in samples)}

    def test_metrics_tell_the_active_faults_of_each_meter(self):
        count = 'otbench_meter_active_faults{bus="bus",meter="water"}'
        truncate = 'otbench_meter_fault{bus="bus",meter="water",fault="truncate"}'
        self.good("PUT", "/api/v1/meters/water/faults/truncate", 20)
        try:
            self.assertEqual(self.good("GET", "/api/v1/meters/water")["active_faults"], {"truncate": "20"})
            metrics = self.metrics()
            self.assertEqual((metrics[count], metrics[truncate]), (1, 1))
            self.assertEqual(metrics['otbench_meter_active_faults{bus="bus",meter="heat"}'], 0)
        finally:
            self.good("PUT", "/api/v1/meters/water/faults/truncate", 0)
        metrics = self.metrics()
        self.assertEqual(metrics[count], 0)
        self.assertNotIn(truncate, metrics)

    def test_metrics_tell_how_late_the_bench_is(self):
        metrics = self.metrics()
        self.assertGreater(metrics["otbench_lateness_max_seconds"], 0)
        self.assertLessEqual(metrics["otbench_lateness_seconds"], metrics["otbench_lateness_max_seconds"])
        self.assertIn("otbench_stood_still_seconds_total", metrics)

    def test_health(self):
        self.assertEqual(self.good("GET", "/health")["status"], "ok")

    def test_the_description_is_the_committed_one(self):
        committed = (SOURCE / "docs/openapi.json").read_text()
        printed = subprocess.run([OTBENCH, "scenario", "openapi"], capture_output=True, text=True, check=True).stdout
        self.assertEqual(committed, printed, "update it: otbench scenario openapi > docs/openapi.json")
        self.assertEqual(self.good("GET", "/api/v1/openapi.json"), json.loads(committed))

    def test_a_websocket_carries_calls_and_events(self):
        with WebSocket(self.site.port) as events:
            self.assertEqual(events.status, 101)
            events.send({"jsonrpc": "2.0", "id": 1, "method": "events.subscribe", "params": {"kinds": ["frame"]}})
            self.assertIn("next", events.receive()["result"])
            self.good("POST", "/api/v1/steps", {"read": "water"})
            event = events.receive()
            self.assertEqual((event["method"], event["params"]["kind"]), ("event", "frame"))

    def test_names_that_do_not_exist(self):
        self.assertIn("did you mean 'heat'", self.refused(404, "GET", "/api/v1/meters/heta"))
        self.assertIn("unknown name 'nothing'", self.refused(404, "GET", "/api/v1/meters/heat/values/nothing"))
        self.refused(404, "GET", "/api/v1/nothing")
        self.assertIn("unknown query parameter", self.refused(400, "GET", "/api/v1/frames?since=1"))
        self.assertIn("invalid since_ns 'x'", self.refused(400, "GET", "/api/v1/frames?since_ns=x"))
        self.refused(400, "PUT", "/api/v1/meters/heat/values/energy", "much")

    def test_wrong_methods_name_the_right_ones(self):
        allowed = {"/": "GET, HEAD", "/live.js": "GET, HEAD", "/health": "GET, HEAD", "/metrics": "GET, HEAD",
                   "/api/v1/openapi.json": "GET, HEAD", "/api/v1/events": "GET, HEAD", "/api/v1/rpc": "POST",
                   "/api/v1/steps": "POST", "/api/v1/meters": "GET, HEAD, POST", "/api/v1/meters/heat": "GET, HEAD, DELETE",
                   "/api/v1/meters/heat/values/energy": "GET, HEAD, PUT"}
        for path, right in allowed.items():
            for method in {"GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT", "BREW"} - set(right.split(", ")):
                for fields in ({}, {"Content-Type": "application/json"}, {"Content-Type": "text/plain"}):
                    with self.subTest(method=method, path=path, fields=fields):
                        response, body = self.site.raw(method, path, None, fields)
                        self.assertEqual((response.status, response.headers["Allow"]), (405, right))
                        self.assertEqual(body == b"", method == "HEAD")

    def test_there_are_no_tunnels(self):
        answer = self.site.send(b"CONNECT example.com:443 HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
        self.assertTrue(answer.startswith(b"HTTP/1.1 405 "), answer)
        self.assertIn(b"\r\nAllow: GET, HEAD, PUT, POST, DELETE\r\n", answer)

    def test_head_is_get_without_its_body(self):
        with contextlib.closing(http.client.HTTPConnection("127.0.0.1", self.site.port, timeout=60)) as connection:
            def ask(method, path):
                connection.request(method, path)
                response = connection.getresponse()
                return response.status, response.headers, response.read()

            # On one connection, where bytes of a body would come before the next answer.
            for path in ("/", "/live.css", "/health", "/api/v1/openapi.json", "/api/v1/meters", "/api/v1/meters/heat/values/energy",
                         "/api/v1/frames?kind=ACK", "/api/v1/nothing", "/api/v1/meters/heta"):
                with self.subTest(path=path):
                    status, fields, nothing = ask("HEAD", path)
                    self.assertEqual(nothing, b"")
                    got, got_fields, body = ask("GET", path)
                    self.assertEqual((status, fields.items()), (got, got_fields.items()))
                    self.assertEqual(int(fields["Content-Length"]), len(body))
        self.assertTrue(self.site.send(b"HEAD / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n").endswith(b"\r\n\r\n"))
        self.assertEqual(self.site.raw("HEAD", "/", None, {"Host": "evil.example"})[0].status, 403)

    def test_a_query_does_not_hide_the_page(self):
        self.assertEqual(self.site.raw("GET", "/?from=a-bookmark")[0].status, 200)

    def test_paths_lead_nowhere_else(self):
        for path in ("/../../etc/passwd", "/api/v1/../../../etc/passwd", "/%2e%2e/%2e%2e/etc/passwd", "//etc/passwd",
                     "/api/v1/meters/..%2f..%2fetc%2fpasswd", "/api/v1/meters/%2e%2e"):
            with self.subTest(path=path):
                self.refused(404, "GET", path)
        self.refused(400, "GET", "/api/v1/meters/%00")
        self.refused(400, "GET", "/api/v1/meters/%ff")
        self.refused(400, "GET", "/api/v1/meters/%2")

    def test_other_pages_are_refused(self):
        change = ("PUT", "/api/v1/meters/heat/values/energy", "1 kWh")
        self.refused(403, *change, Origin="http://evil.example")
        self.refused(403, *change, Origin="null")
        self.refused(403, "GET", "/api/v1/meters", Host="evil.example")
        self.refused(403, "GET", "/api/v1/meters", Host="127.evil.example")
        self.refused(415, *change, Content_Type="text/plain")
        self.refused(415, *change, Content_Type="application/x-www-form-urlencoded")
        own = f"http://127.0.0.1:{self.site.port}"
        self.assertEqual(self.site.call("GET", "/api/v1/meters", Origin=own)[0], 200)
        with WebSocket(self.site.port, Origin="http://evil.example") as events:
            self.assertEqual(events.status, 403)

    def test_answers_carry_a_content_security_policy(self):
        for path in ("/health", "/nothing"):
            response, _ = self.site.raw("GET", path)
            self.assertIn("default-src 'none'", response.headers["Content-Security-Policy"])
            self.assertEqual(response.headers["X-Content-Type-Options"], "nosniff")

    def test_requests_that_are_too_long(self):
        self.assertIn(b" 431 ", self.site.send(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX: " + b"x" * 10000 + b"\r\n\r\n"))
        head = b"POST /api/v1/rpc HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
        self.assertIn(b" 413 ", self.site.send(head + b"Content-Length: 999999999\r\n\r\n"))
        deep = "[" * 200 + "]" * 200
        self.assertEqual(self.site.raw("POST", "/api/v1/steps", deep, {"Content-Type": "application/json"})[0].status,
                         400)

    def test_garbage_is_answered_or_ended(self):
        for octets in (b"\x00\xff\x16\x03\x01garbage\r\n\r\n", b"GET\r\n\r\n", b"GET / HTTP/9.9\r\n\r\n",
                       b"GET / HTTP/1.1\r\nContent-Length: -1\r\n\r\n", b"\x68\x03\x03\x68", b""):
            with self.subTest(octets=octets):
                answer = self.site.send(octets)
                self.assertTrue(answer == b"" or answer.startswith(b"HTTP/1.1 4"), answer)
        self.good("GET", "/health")

    def test_a_request_that_never_ends_is_given_up(self):
        with socket.create_connection(("127.0.0.1", self.site.port), timeout=120) as stream:
            stream.sendall(b"GET /health HTTP/1.1\r\nHost: 127.0.0.1\r\nX: slow")
            self.assertEqual(stream.recv(1), b"")
        self.good("GET", "/health")

    def test_idle_connections_leave_room_or_are_refused(self):
        with contextlib.ExitStack() as stack:
            for _ in range(40):
                stack.enter_context(socket.create_connection(("127.0.0.1", self.site.port), timeout=60))
            self.refused(503, "GET", "/health")
        for _ in range(200):
            if self.site.call("GET", "/health")[0] == 200:
                return
        self.fail("connections that ended still count")


class Elsewhere(unittest.TestCase):
    """An address that other machines reach."""

    def start(self, stack, **environment):
        folder = pathlib.Path(stack.enter_context(tempfile.TemporaryDirectory()))
        (folder / "bench.yaml").write_text(BENCH)
        return stack.enter_context(running("serve", str(folder / "bench.yaml"), "--web", "0.0.0.0:0",
                                           env={**os.environ, **environment}))

    def test_needs_a_token_to_start(self):
        environment = {name: value for name, value in os.environ.items() if name != "OTBENCH_CONTROL_TOKEN"}
        result = subprocess.run([OTBENCH, "run", "--web", "0.0.0.0:0"], capture_output=True, text=True, env=environment)
        self.assertEqual(result.returncode, 2)
        self.assertIn("other machines reach 0.0.0.0:0 (expected a token", result.stderr)

    def test_takes_only_requests_with_the_token(self):
        with contextlib.ExitStack() as stack:
            site = Site(port_of(self.start(stack, OTBENCH_CONTROL_TOKEN=TOKEN)))
            self.assertEqual(site.call("GET", "/api/v1/meters")[0], 401)
            self.assertEqual(site.call("GET", "/metrics")[0], 401)
            self.assertEqual(site.raw("HEAD", "/api/v1/meters")[0].status, 401)
            self.assertEqual(site.call("GET", "/api/v1/meters", Authorization="Bearer a secreT")[0], 401)
            self.assertEqual(site.call("GET", "/api/v1/meters", Authorization=f"Bearer {TOKEN}")[0], 200)
            self.assertEqual(site.call("GET", "/health")[0], 200)
            with WebSocket(site.port) as events:
                self.assertEqual(events.status, 401)


class OtherVerbs(unittest.TestCase):
    def test_emulated_meters_are_changed_over_http(self):
        with running("emulate", "itron-cf-echo-2@1,name=heat", "--on", "tcp-listen:127.0.0.1:0", "--web",
                     "127.0.0.1:0") as program:
            site = Site(port_of(program))
            meter = next(iter(site.call("GET", "/api/v1/meters")[1]))
            path = f"/api/v1/meters/{meter.replace('#', '%23')}/values/energy"
            self.assertEqual(site.call("PUT", path, "77 kWh")[0], 200)
            self.assertEqual(site.call("GET", path), (200, "77 kWh"))
            self.assertEqual(site.call("GET", "/api/v1/buses/bus")[0], 501)

    def test_frames_of_an_emulation_are_in_its_journal(self):
        with running("emulate", "itron-cf-echo-2@1,name=heat", "--on", "tcp-listen:127.0.0.1:0", "--web",
                     "127.0.0.1:0") as program:
            site = Site(port_of(program))
            place = next(line for line in program.lines if line.startswith("tcp-listen:")).replace("-listen", "")
            subprocess.run([OTBENCH, "read", "1", "--from", place], check=True, stdout=subprocess.DEVNULL)
            frames = site.call("GET", "/api/v1/frames")[1]
            kinds = [frame["kind"] for frame in frames]
            self.assertEqual(kinds[-2:], ["REQ_UD2", "RSP_UD"])
            self.assertEqual(site.call("GET", "/api/v1/frames?kind=RSP_UD&bus=bus"), (200, frames[-1:]))
            self.assertEqual(site.call("GET", f"/api/v1/frames?since_ns={frames[-1]['end_ns']}"), (200, []))
            self.assertEqual(site.call("GET", "/api/v1/frames?bus=cellar")[0], 400)
            self.assertEqual(site.call("GET", "/api/v1/frames?kind=REQ_UD3")[0], 400)
            request = {"jsonrpc": "2.0", "id": 1, "method": "frame.decode", "params": {"hex": frames[-1]["hex"]}}
            self.assertEqual(site.call("POST", "/api/v1/rpc", request)[1]["result"]["reading"]["id"], "14273160")
            metrics = site.raw("GET", "/metrics")[1].decode()
            self.assertRegex(metrics, r"otbench_lateness_max_seconds 0\.\d*[1-9]")

    def clients_of_requests(self, program, place, shared):
        """Two clients in turns, all of which get all answers if `shared`: their addresses, and what the journal has."""
        host, _, port = place.rpartition(":")
        with socket.create_connection((host, int(port)), timeout=60) as first, \
                socket.create_connection((host, int(port)), timeout=60) as second:
            clients = [first, second, second, first]
            for client in clients:
                client.sendall(bytes.fromhex("1040014116"))
                for receiver in (first, second) if shared else (client,):
                    self.assertEqual(receiver.recv(1), b"\xe5")
            sent = [":".join(map(str, client.getsockname())) for client in clients]
        frames = Site(port_of(program)).call("GET", "/api/v1/frames?kind=SND_NKE")[1]
        return sent, [frame.get("client") for frame in frames]

    def test_the_journal_tells_which_client_of_an_emulation_sent_a_request(self):
        with running("emulate", "itron-cf-echo-2@1", "--on", "tcp-listen:127.0.0.1:0", "--web", "127.0.0.1:0") as program:
            place = next(line for line in program.lines if line.startswith("tcp-listen:")).partition(":")[2]
            sent, told = self.clients_of_requests(program, place, shared=False)
            self.assertEqual(told, sent)

    def test_the_journal_tells_what_sent_a_request_on_a_bus(self):
        bridge = '  bridge: {on: "tcp-listen:127.0.0.1:0", as: master}\n  meters:'
        with tempfile.TemporaryDirectory() as folder:
            file = pathlib.Path(folder) / "bench.yaml"
            file.write_text(BENCH.replace("  meters:", bridge).replace("broker: internal", "broker: internal\npace: real"))
            with running("serve", str(file), "--web", "127.0.0.1:0") as program:
                Site(port_of(program)).call("POST", "/api/v1/steps", {"wait": "4s"})  # the meters start
                place = next(line for line in program.lines if "tcp-listen:" in line).partition("tcp-listen:")[2]
                sent, told = self.clients_of_requests(program, place, shared=True)
                self.assertEqual(told, sent)
            with running("run", "--web", "127.0.0.1:0") as program:
                site = Site(port_of(program))

                def call(method, **params):
                    return site.call("POST", "/api/v1/rpc", {"jsonrpc": "2.0", "id": 1, "method": method, "params": params})[1]

                call("bench.load", text=BENCH)
                call("step", step={"read": "heat"})
                self.assertEqual([(frame["from"], frame.get("client")) for frame in call("journal")["result"]["frames"][-2:]],
                                 [("master", "bench"), ("slave", None)])
                call("bench.load", file=str(SOURCE / "scenarios/library/cf_echo_2_read.yaml"), broker="internal")
                call("run.for", duration="5s")
                self.assertIn("boiler", [frame.get("client") for frame in call("journal")["result"]["frames"]])

    def test_a_run_answers_while_its_time_stands_still(self):
        with running("run", "--web", "127.0.0.1:0") as program:
            site = Site(port_of(program))
            self.assertEqual(site.call("GET", "/health"), (503, {"status": "no bench"}))
            load = {"jsonrpc": "2.0", "id": 1, "method": "bench.load", "params": {"text": BENCH}}
            self.assertIn("result", site.call("POST", "/api/v1/rpc", load)[1])
            self.assertEqual(site.call("GET", "/api/v1/time"), site.call("GET", "/api/v1/time"))

    def test_addresses_that_are_no_addresses(self):
        for address in ("8080", "localhost:80", "127.0.0.1:99999"):
            result = subprocess.run([OTBENCH, "run", "--web", address], capture_output=True, text=True)
            self.assertEqual((result.returncode, result.stderr.count("\n")), (2, 1), result.stderr)
            self.assertIn(f"--web: invalid address '{address}'", result.stderr)


if __name__ == "__main__":
    unittest.main()
