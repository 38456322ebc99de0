"use strict";
// The client in web/client: calls, notifications and errors over every transport of Node, and its types.
const assert = require("node:assert");
const {spawn, spawnSync} = require("node:child_process");
const fs = require("node:fs");
const os = require("node:os");
const path = require("node:path");
const {after, before, test} = require("node:test");

const otbench = process.env.OTBENCH;
const source = process.env.OTBENCH_SOURCE;
const street = path.join(source, "scenarios/library/read_without_device.yaml");
const folder = fs.mkdtempSync(path.join(os.tmpdir(), "otbench-client-"));
const address = `unix:${folder}/bench`;
let client, server, tcp;

before(async () => {
    client = await import(path.join(source, "web/client/node.js"));
    server = spawn(otbench, ["run", street, "--control", address, "--control", "tcp:127.0.0.1:0"]);
    let printed = "";
    for await (const piece of server.stdout) if ((printed += piece).includes("ready\n")) break;
    tcp = /control (tcp:\S+)/.exec(printed)[1];
});
after(() => {
    server.kill();
    fs.rmSync(folder, {recursive: true});
});

test("calls methods over a socket and over TCP", async () => {
    for (const endpoint of [address, tcp]) {
        const bench = await client.connect(endpoint);
        assert.deepStrictEqual(await bench.call("meter.set", {meter: "heat", set: {energy: "9800 kWh"}}), {});
        assert.strictEqual((await bench.call("meter.get", {meter: "heat"})).values.energy, "9800 kWh");
        const answers = await Promise.all([bench.call("version"), bench.call("time"), bench.call("counters")]);
        assert.deepStrictEqual(answers.map((answer) => Object.keys(answer)[0]), ["program", "event", "buses"]);
        bench.close();
    }
});

test("starts a program of its own and gets its exit code", async () => {
    const bench = client.start();
    assert.strictEqual((await bench.call("bench.load", {file: street})).buses[0], "bus");
    const seen = [];
    const stop = bench.on("event", (event) => seen.push(event.setting));
    await bench.call("events.subscribe", {kinds: ["meter_setting"]});
    await bench.call("meter.set", {meter: "heat", set: {mute: "yes"}});
    stop();
    await bench.call("meter.set", {meter: "heat", set: {mute: "no"}});
    assert.deepStrictEqual(seen, ["mute"]);
    bench.close();
    assert.strictEqual(await bench.exited, 0);
});

test("a refused call rejects with the code and the details of the bench", async () => {
    const bench = client.start();
    await assert.rejects(bench.call("time"), {name: "BenchError", code: 4});
    await assert.rejects(bench.call("bench.load", {text: "name: x\nversion: 2\nbus: {meters: {a: {profile: no}}}\n"}),
        (error) => error.code === 2 && error.data.length > 1 && error.message.startsWith("bench.yaml:3:"));
    const late = bench.call("version");
    bench.close();
    await assert.rejects(late, /ended/);
    await assert.rejects(bench.call("version"), /ended/);
});

test("says when the program ends", async () => {
    const bench = client.start();
    const closed = new Promise((resolve) => bench.on("close", resolve));
    await bench.call("shutdown");
    assert.match((await closed).message, /exit code 0/);
});

test("says what is wrong with an endpoint", async () => {
    await assert.rejects(client.connect("socket"), /invalid endpoint 'socket' \(expected unix:PATH/);
    await assert.rejects(client.connect(`unix:${folder}/none`), (error) => error.code === 3 && /ENOENT/.test(error.message));
    const page = client.connect("ws://127.0.0.1:1/api/v1/events");
    await assert.rejects(page, globalThis.WebSocket ? /no connection/ : /no WebSockets here \(expected a browser or Node 22/);
    const nothing = client.start({program: "/nonexistent/otbench"});
    await assert.rejects(nothing.call("version"), /ENOENT/);
});

test("has types for the methods that the program describes", async () => {
    const {stdout, stderr} = spawnSync(process.execPath, [path.join(source, "web/client/generate_types.js")],
        {encoding: "utf8"});
    assert.match(stdout, /"frame\.send"/, stderr);
    assert.strictEqual(fs.readFileSync(path.join(source, "web/client/methods.d.ts"), "utf8"), stdout,
        "run web/client/generate_types.js again");
});

test("types accept a call that is right and refuse those that are wrong", () => {
    const compile = (name, call) => {
        const file = path.join(folder, `${name}.ts`);
        fs.writeFileSync(file, `import {start} from "${source}/web/client/index.js";\nconst bench = start();\n${call}\n`);
        return spawnSync(process.execPath, [require.resolve("typescript/bin/tsc"), "--noEmit", "--strict", "--target",
            "es2022", "--module", "esnext", "--moduleResolution", "bundler", file], {encoding: "utf8"}).stdout;
    };
    assert.strictEqual(compile("right", `bench.call("time");
        bench.call("run.for", {duration: "1s"}).then((now) => now.time_ns);
        bench.on("event", (event) => event.t_ns.toFixed());
        bench.exited.then((code) => code.toFixed());`), "");
    assert.match(compile("method", 'bench.call("tiem");'), /"tiem"/);
    assert.match(compile("missing", 'bench.call("run.for", {});'), /'duration' is missing/);
    assert.match(compile("unknown", 'bench.call("run.for", {duration: "1s", now: true});'), /'now' does not exist/);
    assert.match(compile("type", 'bench.call("run.for", {duration: 1});'), /'number' is not assignable to type 'string'/);
});
