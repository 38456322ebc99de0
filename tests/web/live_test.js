"use strict";
// The page of a running bench in a browser: values and faults that are changed there, a bench that goes and comes back.
const assert = require("node:assert");
const {spawn, spawnSync} = require("node:child_process");
const fs = require("node:fs");
const os = require("node:os");
const path = require("node:path");
const {after, before, test} = require("node:test");
const {chromium} = require("playwright-core");
const {frameDelays, median, seenFrames, watchFrames} = require("./frame_delays.js");

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "otbench-live-"));
const benchText = `
name: A street
version: 2
broker: internal
pace: real
bus:
  bridge: {on: "tcp-listen:127.0.0.1:0", as: master}
  meters:
    heat: {profile: itron-cf-echo-2, address: 1}
    water: {profile: itron-cf-echo-2, address: 2}
`;
const ownMasterText = benchText.replace(/ {2}bridge:.*\n/, "");
let browser;

/// A bench of this description that serves its page.
function start(text, address = "127.0.0.1:0") {
    const file = path.join(folder, "bench.yaml");
    fs.writeFileSync(file, text);
    return startWith(["serve", file, "--web", address]);
}

/// A program that has printed "ready": where its page and its bus are.
function startWith(arguments_, environment = {}) {
    const process_ = spawn(process.env.OTBENCH, arguments_,
        {stdio: ["ignore", "pipe", "inherit"], env: {...process.env, ...environment}});
    return new Promise((resolve, reject) => {
        let printed = "";
        process_.stdout.on("data", (data) => {
            printed += data;
            if (!printed.includes("ready\n")) return;
            const site = /web (http:\S+)/.exec(printed)[1];
            const bus = /tcp-listen:([\d.]+:\d+)/.exec(printed);
            resolve({process: process_, site, bus: bus && `tcp:${bus[1]}`});
        });
        process_.on("exit", (code) => reject(new Error(`exit code ${code}: ${printed}`)));
    });
}

function end(bench, signal = "SIGTERM") {
    if (bench.process.exitCode !== null || bench.process.signalCode !== null) return null;
    const ended = new Promise((resolve) => bench.process.once("exit", resolve));
    bench.process.kill(signal);
    return ended;
}

/// Opens the page, and fails when it has an error or wants anything from elsewhere.
async function open(site, options = {}) {
    const page = await browser.newPage({viewport: {width: 1400, height: 900}, colorScheme: "light", ...options});
    page.on("pageerror", (error) => { throw error; });
    page.on("console", (message) => assert.ok(!/Content Security Policy/.test(message.text()), message.text()));
    page.on("request", (request) => assert.ok(request.url().startsWith(site) || /^(data|ws):/.test(request.url()), request.url()));
    await page.goto(site);
    await running(page);
    return page;
}

const running = (page) => page.waitForFunction(() => document.documentElement.dataset.state === "on", null, {timeout: 60000});
const field = (page, id) => page.locator(`[id="${id}"]`);

async function openMeter(page, meter) {
    await page.locator(`[data-meter=${meter}] > summary`).click();
    await field(page, `value ${meter} energy`).waitFor();
}

function read(bench, address) {
    return spawnSync(process.env.OTBENCH, ["read", String(address), "--from", bench.bus, "--format", "table"], {encoding: "utf8"}).stdout;
}

before(async () => {
    browser = await chromium.launch({executablePath: process.env.OTBENCH_CHROMIUM, args: ["--no-sandbox"]});
});
after(async () => {
    await browser.close();
    fs.rmSync(folder, {recursive: true});
});

test("a value that is changed on the page is what a master reads", async () => {
    const bench = await start(benchText);
    try {
        const page = await open(bench.site);
        await openMeter(page, "heat");
        await field(page, "value heat energy").fill("8880 kWh");
        await field(page, "value heat energy").press("Enter");
        await page.locator("[data-meter=heat] summary", {hasText: "8880 kWh"}).first().waitFor();
        assert.match(read(bench, 1), /8880/);
        await page.locator("#frames tr", {hasText: "RSP_UD"}).first().hover();
        await page.locator("#meaning", {hasText: "8880"}).waitFor();
        await page.close();
    } finally {
        await end(bench);
    }
});

test("meters and buses that are added and removed come and go on the page", async () => {
    const bench = await start(ownMasterText);
    const request = async (method, path_, body) => {
        const response = await fetch(`${bench.site}api/v1/${path_}`, {method, body: JSON.stringify(body), headers: {"Content-Type": "application/json"}});
        assert.strictEqual(response.status, 200, await response.text());
    };
    try {
        const page = await open(bench.site);
        await openMeter(page, "heat");
        await request("POST", "buses?name=cellar", {});
        await request("POST", "meters?name=cold&bus=cellar", {profile: "itron-cf-echo-2", address: 7});
        await page.locator("h3", {hasText: "cellar"}).waitFor();
        await openMeter(page, "cold");
        assert.ok(await field(page, "value heat energy").isVisible());
        await request("DELETE", "meters/cold", {});
        await request("DELETE", "buses/cellar", {});
        await page.locator("h3", {hasText: "cellar"}).waitFor({state: "detached"});
        assert.strictEqual(await page.locator("[data-meter=cold]").count(), 0);
        assert.ok(await field(page, "value heat energy").isVisible());
        await page.close();
    } finally {
        await end(bench);
    }
});

test("a value that a meter cannot have is refused with a message", async () => {
    const bench = await start(ownMasterText);
    try {
        const page = await open(bench.site);
        await openMeter(page, "heat");
        await field(page, "value heat energy").fill("much");
        await field(page, "value heat energy").press("Enter");
        await page.locator("#problem", {hasText: "energy"}).waitFor();
        await page.close();
    } finally {
        await end(bench);
    }
});

test("a fault that is switched on makes frames red", async () => {
    const bench = await start(benchText);
    try {
        const page = await open(bench.site);
        await openMeter(page, "water");
        await page.locator("[data-meter=water] details > summary").click();
        await field(page, "fault water wrong-checksum").check();
        await page.locator("[data-meter=water] .set", {hasText: "wrong-checksum"}).waitFor();
        read(bench, 2);
        const bad = page.locator("#frames tr.bad").first();
        await bad.waitFor();
        assert.strictEqual(await bad.locator("td").first().evaluate((cell) => getComputedStyle(cell).color), "rgb(194, 33, 33)");
        await page.close();
    } finally {
        await end(bench);
    }
});

test("the page of emulated meters shows what they have", async () => {
    const bench = await startWith(["emulate", "itron-cf-echo-2@1,name=heat", "--on", "tcp-listen:127.0.0.1:0", "--web", "127.0.0.1:0"]);
    try {
        const page = await open(bench.site);
        await page.locator("#waves p", {hasText: "without volts"}).waitFor();
        await page.locator("#mqtt p", {hasText: "no broker"}).waitFor();
        for (const part of ["#scope", "#inject", "#mqtt table"]) assert.ok(await page.locator(part).isHidden(), part);
        const meter = await page.locator(".meter").first().getAttribute("data-meter");
        await field(page, `value ${meter} energy`).fill("8870 kWh");
        await field(page, `value ${meter} energy`).press("Enter");
        await page.locator(".meter summary", {hasText: "8870 kWh"}).first().waitFor();
        await watchFrames(page);
        for (let i = 1; i <= 5; ++i) {
            assert.match(read(bench, 1), /8870/);
            await seenFrames(page, "RSP_UD", i);
        }
        const delay = median(await frameDelays(page, "RSP_UD"));
        assert.ok(delay < 100, `${delay} ms from frame to screen`);
        await page.locator("#frames tr", {hasText: "RSP_UD"}).first().hover();
        await page.locator("#meaning", {hasText: "8870"}).waitFor();
        assert.notStrictEqual(await page.locator("#time").textContent(), "–");
        await page.close();
    } finally {
        await end(bench);
    }
});

test("the page says that the bench is gone, and recovers", async () => {
    let bench = await start(benchText);
    const page = await open(bench.site);
    await end(bench, "SIGKILL");
    await page.locator("#gone", {hasText: "The bench is gone"}).waitFor();
    bench = await start(benchText, new URL(bench.site).host);
    try {
        await running(page);
        assert.ok(await page.locator("#gone").isHidden());
        await page.close();
    } finally {
        await end(bench);
    }
});

test("a frame that is injected and a tape that is replayed come by on the bus", async () => {
    const bench = await start(ownMasterText);
    try {
        const page = await open(bench.site);
        await page.locator("#hex").fill("10 40 01 41 16");
        await page.locator("#inject button").click();
        await page.locator("#frames tr", {hasText: "SND_NKE"}).first().waitFor();
        await page.locator("#frames tr", {hasText: "ACK"}).first().waitFor();
        const tape = [{otbench: "tape"}, {t_ns: 0, from: "master", hex: "105b025d16"}].map((line) => JSON.stringify(line)).join("\n");
        await page.locator("#tape").setInputFiles({name: "a.mbus.jsonl", mimeType: "application/json", buffer: Buffer.from(tape)});
        await page.locator("#frames tr", {hasText: "RSP_UD"}).first().waitFor();
        const voltage = await page.evaluate(() => scope.points.get("bus voltage").length);
        assert.ok(voltage > 20, `${voltage} changes of the bus voltage`);
        await page.close();
    } finally {
        await end(bench);
    }
});

test("MQTT messages of a device are listed with their topic and payload", async () => {
    const file = path.join(folder, "device.yaml");
    fs.writeFileSync(file, benchText.replace("bus:", "devices:\n  boiler: {model: otb-iot, mac: 5c:cf:7f:0b:58:3b}\nbus:"));
    const bench = await startWith(["serve", file, "--web", "127.0.0.1:0"]);
    try {
        const page = await open(bench.site);
        const step = {publish: "trigger/ping", expect: "ok:pong"};
        const answer = await fetch(`${bench.site}api/v1/steps`,
            {method: "POST", headers: {"Content-Type": "application/json"}, body: JSON.stringify(step)});
        assert.strictEqual((await answer.json()).passed, true);
        const row = (who, topic, payload) => page.locator("#messages tr").filter({has: page.getByText(topic, {exact: true})})
            .filter({has: page.getByText(who, {exact: true})}).filter({hasText: payload});
        await row("bench sent", "/otb-iot/5ccf7f0b583b", "trigger/ping").first().waitFor();
        await row("boiler sent", "/otb-iot/5ccf7f0b583b/status", "ok:pong").first().waitFor();
        await row("bench received", "/otb-iot/5ccf7f0b583b/status", "ok:pong").first().waitFor();
        await page.close();
    } finally {
        await end(bench);
    }
});

test("a frame is on the screen in less than 100 ms after its end", async () => {
    const bench = await start(ownMasterText);
    try {
        const page = await open(bench.site);
        await watchFrames(page);
        // A request and its answer, a request to a meter that there is not, and bytes that are no frame.
        const expected = {"10 5b 01 5c 16": "RSP_UD", "10 5b 09 64 16": "REQ_UD2", "68 68 00 00": "damaged"};
        for (let i = 1; i <= 9; ++i)
            for (const [hex, kind] of Object.entries(expected)) {
                await page.evaluate((hex) => bench.call("frame.send", {hex}), hex);
                await seenFrames(page, kind, kind === "REQ_UD2" ? 2 * i : i);
            }
        for (const kind of Object.values(expected)) {
            const delays = await frameDelays(page, kind);
            console.log(`${kind} to screen: median ${median(delays).toFixed(0)} ms`);
            assert.ok(median(delays) < 100, `${kind}: ${delays} ms`);
        }
        await page.close();
    } finally {
        await end(bench);
    }
});

test("the page has less than 250 kB", async () => {
    const bench = await start(benchText);
    try {
        let size = 0;
        const page = await browser.newPage();
        const bodies = [];
        page.on("response", (response) => bodies.push(response.body().then((body) => { size += body.length; }, () => {})));
        await page.goto(bench.site);
        await running(page);
        await Promise.all(bodies);
        assert.ok(size > 10_000 && size < 250_000, `${size} bytes`);
        await page.close();
    } finally {
        await end(bench);
    }
});

/// What a script in the page, which has the npm client at /client.js, tells; it gets the address of the WebSocket.
async function inBrowser(site, script) {
    const page = await browser.newPage();
    await page.goto(site);
    const told = await page.evaluate(script, `${site.replace("http", "ws")}api/v1/events`);
    await page.close();
    return told;
}

test("the npm client calls methods and gets events over the WebSocket of the page", async () => {
    const bench = await start(ownMasterText);
    try {
        const told = await inBrowser(bench.site, async (url) => {
            const {connect} = await import("/client.js");
            const client = await connect(url);
            const seen = [];
            client.on("event", (event) => seen.push(event.setting));
            await client.call("events.subscribe", {kinds: ["meter_setting"]});
            await client.call("meter.set", {meter: "heat", set: {energy: "8860 kWh"}});
            const {values} = await client.call("meter.get", {meter: "heat"});
            const refused = await client.call("meter.get", {meter: "heta"}).catch((error) => `${error.code} ${error.message}`);
            const closed = new Promise((resolve) => client.on("close", resolve));
            client.close();
            await closed;
            const late = await client.call("time").catch((error) => error.message);
            return {seen, energy: values.energy, refused, late};
        });
        assert.deepStrictEqual(told, {seen: ["energy"], energy: "8860 kWh", late: "the connection has ended",
            refused: "-32602 unknown meter 'heta'; did you mean 'heat'?"});
    } finally {
        await end(bench);
    }
});

test("the npm client needs the token of a page that other machines reach", async () => {
    const file = path.join(folder, "bench.yaml");
    fs.writeFileSync(file, ownMasterText);
    const bench = await startWith(["serve", file, "--web", "0.0.0.0:0"], {OTBENCH_CONTROL_TOKEN: "secret"});
    try {
        const told = await inBrowser(bench.site.replace("0.0.0.0", "127.0.0.1"), async (url) => {
            const {connect} = await import("/client.js");
            const tries = [{token: "secret"}, {token: "wrong"}, {}];
            return Promise.all(tries.map((options) => connect(url, options).then((client) => client.call("version"))
                .then(({program}) => typeof program, (error) => error.message.replace(/^ws:\S+ /, ""))));
        });
        assert.deepStrictEqual(told, ["string", "no connection", "no connection"]);
    } finally {
        await end(bench);
    }
});

for (const [name, width, colorScheme] of [["wide light", 1400, "light"], ["wide dark", 1400, "dark"], ["narrow light", 390, "light"], ["narrow dark", 390, "dark"]])
    test(`the page fits a ${name} window`, async () => {
        const bench = await start(benchText);
        try {
            const page = await open(bench.site, {viewport: {width, height: 900}, colorScheme});
            await openMeter(page, "heat");
            read(bench, 1);
            await page.locator("#frames tr", {hasText: "RSP_UD"}).first().waitFor();
            const wide = await page.evaluate(() => document.documentElement.scrollWidth);
            assert.ok(wide <= width, `${wide} pixels`);
            const shots = process.env.OTBENCH_SCREENSHOTS;
            if (shots) await page.screenshot({path: path.join(shots, `live ${name}.png`), fullPage: true});
            await page.close();
        } finally {
            await end(bench);
        }
    });
