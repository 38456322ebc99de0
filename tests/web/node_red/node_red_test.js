"use strict";
// The flows for Node-RED of the manual and of compose.yaml, imported by Node-RED, with a served bench on a broker.
const assert = require("node:assert");
const {spawn} = require("node:child_process");
const fs = require("node:fs");
const net = require("node:net");
const os = require("node:os");
const path = require("node:path");
const {after, before, test} = require("node:test");
const WebSocket = require("ws");

const source = process.env.OTBENCH_SOURCE;
const folder = fs.mkdtempSync(path.join(os.tmpdir(), "otbench-node-red-"));
const started = [];
let broker, bench, nodeRed;

/// A program, when it has printed `sign`; all that it printed is in `printed`.
function start(sign, command, ...words) {
    const child = spawn(command, words, {stdio: ["ignore", "pipe", "pipe"], cwd: source});
    const running = {child, printed: ""};
    started.push(running);
    return new Promise((resolve, reject) => {
        for (const stream of [child.stdout, child.stderr])
            stream.on("data", (data) => {
                running.printed += data;
                if (running.printed.includes(sign)) resolve(running);
            });
        child.on("exit", (code) => reject(new Error(`${command} ended with ${code}: ${running.printed}`)));
    });
}

function freePort() {
    return new Promise((resolve) => {
        const server = net.createServer().listen(0, "127.0.0.1", () => {
            const {port} = server.address();
            server.close(() => resolve(port));
        });
    });
}

/// Node-RED without flows.
async function startNodeRed() {
    const port = await freePort();
    const settings = path.join(folder, "settings.js");
    fs.writeFileSync(settings, `module.exports = {uiHost: "127.0.0.1", uiPort: ${port}, userDir: ${JSON.stringify(folder)}, telemetry: {enabled: false}};`);
    const running = await start("Started flows", process.execPath, require.resolve("node-red/red.js"), "--settings", settings);
    return {...running, running, site: `http://127.0.0.1:${port}`};
}

async function ask(method, path_, body) {
    const headers = {"Content-Type": "application/json", "Node-RED-Deployment-Type": "full"};
    const response = await fetch(`${nodeRed.site}${path_}`, {method, headers, body: body && JSON.stringify(body)});
    assert.ok(response.ok, `${method} ${path_}: ${response.status} ${await response.clone().text()}`);
    return response.status === 204 ? null : response.text();
}

before(async () => {
    broker = await freePort();
    await start("running", process.env.OTBENCH_MOSQUITTO, "-v", "-p", String(broker));
    bench = await start("ready\n", process.env.OTBENCH, "serve", "scenarios/library/ping.yaml", "--broker", `mqtt://127.0.0.1:${broker}`);
    nodeRed = await startNodeRed();
});
after(async () => {
    for (const {child} of started.reverse()) {
        if (child.exitCode !== null) continue;
        const ended = new Promise((resolve) => child.once("exit", resolve));
        child.kill();
        await ended;
    }
    fs.rmSync(folder, {recursive: true});
});

/// Imports a flow, with the broker of this test, and clicks on its node `inject` until its node `debug` shows an answer.
async function answerIn(flow) {
    const here = flow.map((node) => node.type === "mqtt-broker" ? {...node, broker: "127.0.0.1", port: String(broker)} : node);
    await ask("POST", "/flows", here);
    const imported = JSON.parse(await ask("GET", "/flows"));
    assert.deepStrictEqual(imported.map(({id, type}) => [id, type]), here.map(({id, type}) => [id, type]));
    assert.ok(!/missing types|invalid/i.test(nodeRed.running.printed), nodeRed.running.printed);
    const page = new WebSocket(`${nodeRed.site.replace("http", "ws")}/comms`);
    await new Promise((resolve) => page.once("open", resolve));
    page.send(JSON.stringify({subscribe: "debug"}));
    const inject = flow.find(({type}) => type === "inject");
    const clicks = setInterval(() => ask("POST", `/inject/${inject.id}`, {}), 500);
    try {
        return await new Promise((resolve) => page.on("message", (data) => {
            for (const {topic, data: shown} of JSON.parse(data)) if (topic === "debug") resolve(shown);
        }));
    } finally {
        clearInterval(clicks);
        page.close();
    }
}

test("the flow of the manual shows what the device answers at a click", {timeout: 60_000}, async () => {
    const manual = fs.readFileSync(path.join(source, "docs/user/serve.md"), "utf8");
    const flow = JSON.parse(/```json flow.json\n([^]*?)```/.exec(manual)[1]);
    const there = flow.find(({type}) => type === "mqtt-broker");
    assert.deepStrictEqual([there.broker, there.port], ["127.0.0.1", "1884"]);  // of the page's first commands
    const {id, msg} = await answerIn(flow);
    assert.deepStrictEqual([flow.find((node) => node.id === id).name, msg], ["answer", "ok:pong"]);
});

test("the flow of compose.yaml does so, too", {timeout: 60_000}, async () => {
    const flow = JSON.parse(fs.readFileSync(path.join(source, "share/compose/flows.json"), "utf8"));
    const {id, msg} = await answerIn(flow);
    assert.deepStrictEqual([flow.find((node) => node.id === id).name, msg], ["answer", "ok:pong"]);
});
