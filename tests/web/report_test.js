"use strict";
// report.html in a browser: what a person sees who clicks a step, a byte, a scenario of a batch.
const assert = require("node:assert");
const {spawnSync} = require("node:child_process");
const fs = require("node:fs");
const os = require("node:os");
const path = require("node:path");
const {after, before, test} = require("node:test");
const {chromium} = require("playwright-core");

if (!fs.existsSync(process.env.OTBENCH_CHROMIUM)) {
    console.error(`${process.env.OTBENCH_CHROMIUM}: no such browser (expected that of Debian's package chromium)`);
    process.exit(1);
}

const library = path.join(process.env.OTBENCH_SOURCE, "scenarios/library");
const folder = fs.mkdtempSync(path.join(os.tmpdir(), "otbench-report-"));
let browser;

/// Runs scenarios where no browser can be found: only who looks at a page needs one.
function run(files, out, code) {
    const {status, stderr} = spawnSync(process.env.OTBENCH, ["run", ...files, "--broker", "internal", "--out", out],
        {encoding: "utf8", env: {...process.env, PATH: "/nonexistent"}});
    assert.strictEqual(status, code, stderr);
    return path.join(out, "report.html");
}

/// The reading of a heat meter, with an energy that it does not have and a name that is markup.
function failingRun() {
    const text = fs.readFileSync(path.join(library, "cf_echo_2_read.yaml"), "utf8");
    const wrong = text.replace("energy: 9730 kWh", "energy: 9731 kWh").replace(/^name: .*$/m, "name: A reading </script><b>fails</b>");
    assert.notStrictEqual(wrong, text);
    fs.writeFileSync(path.join(folder, "failing.yaml"), wrong);
    return run([path.join(folder, "failing.yaml")], path.join(folder, "failing"), 1);
}

/// Opens a page, and fails when it has an error or wants anything from outside.
async function open(file, options = {}) {
    const page = await browser.newPage({viewport: {width: 1400, height: 900}, colorScheme: "light", ...options});
    page.on("pageerror", (error) => { throw error; });
    page.on("request", (request) => assert.match(request.url(), /^(file|blob|data):/));
    await page.goto(`file://${file}`);
    await page.waitForFunction(() => document.documentElement.dataset.ready !== undefined && !shown.scope?.frame);
    return page;
}

const view = (page) => page.evaluate(() => ({...shown.scope.view}));
const picture = (page) => page.evaluate(() => [...document.querySelectorAll("#tracks canvas")].map((c) => c.toDataURL()).join());
const drawn = (page) => page.waitForFunction(() => !shown.scope.frame);

/// Where a block of a lane is on the screen.
const placeOf = (page, lane, index) => page.evaluate(([name, i]) => {
    const {lanes} = shown.scope, row = lanes.lanes.findIndex((l) => l.name === name), block = lanes.lanes[row].blocks[i];
    const box = lanes.canvas.getBoundingClientRect();
    return {x: box.left + lanes.x((block.from + block.to) / 2), y: box.top + 4 + (row + 0.5) * laneHeight};
}, [lane, index]);

let failing;
before(async () => {
    browser = await chromium.launch({executablePath: process.env.OTBENCH_CHROMIUM, args: ["--no-sandbox"]});
    failing = failingRun();
});
after(async () => {
    await browser.close();
    fs.rmSync(folder, {recursive: true});
});

test("a page is one file of less than 1.5 MB", () => {
    assert.ok(fs.statSync(failing).size < 1.5e6);
});

test("a click on the failing step moves the waves to its failed check", async () => {
    const page = await open(failing);
    await page.click("#steps li:nth-child(3) .step");
    await drawn(page);
    const [elsewhere, before] = [await view(page), await picture(page)];
    await page.click("#steps li:has(.mark.bad) .step");
    await drawn(page);
    const there = await view(page);
    const failedAt = await page.evaluate(() => shown.run.steps.flatMap((s) => s.checks).find((c) => !c.passed).at_ns / 1e9);
    assert.ok(elsewhere.to < failedAt);
    assert.ok(there.from <= failedAt && failedAt <= there.to, `${failedAt} in ${there.from} to ${there.to}`);
    assert.notStrictEqual(await picture(page), before);
    assert.ok(await page.locator(".moment").isVisible());
});

test("the failed check shows what was expected and what came", async () => {
    const page = await open(failing);
    assert.strictEqual(await page.locator(".check.bad").count(), 1);
    assert.match(await page.locator(".check.bad").innerText(), /energy\s+expected\s+9731 kWh\s+got\s+9730 kWh/);
});

test("a click on a received byte lists the chain of its causes up to the step", async () => {
    const page = await open(failing);
    await page.click("#steps li:nth-child(10) .step");
    await drawn(page);
    const {x, y} = await placeOf(page, "RX bytes", 6);
    await page.mouse.click(x, y);
    assert.match(await page.locator("#detail .fields").innerText(), /hex\s+72/);
    const kinds = await page.locator("#detail .chain").first().locator("button span:nth-child(2)").allInnerTexts();
    assert.deepStrictEqual(kinds, ["rx_edge", "meter_current", "frame", "frame", "receiver_edge", "gpio_edge", "softuart_tx",
        "command", "bench_publish", "step"]);
    await page.locator("#detail .chain button").nth(9).click();
    assert.strictEqual(await page.locator("#detail h3").innerText(), "step");
    const step = await page.evaluate(() => [shown.scope.marked, shown.run.steps[8].started_ns / 1e9]);
    assert.strictEqual(step[0], step[1]);
});

test("the keyboard moves between steps and through time", async () => {
    const page = await open(failing);
    await page.keyboard.press("j");
    await page.keyboard.press("k");
    await page.keyboard.press("n");
    assert.match(await page.locator("#steps li.chosen").innerText(), /decode last dump/);
    await page.keyboard.press("Home");
    const whole = await view(page);
    assert.strictEqual(whole.from, 0);
    await page.keyboard.press("+");
    const half = await view(page);
    assert.ok(Math.abs(half.to - half.from - whole.to / 2) < 1e-6);
    await page.keyboard.press("ArrowRight");
    assert.ok((await view(page)).from > half.from);
});

test("the wheel zooms around the pointer", async () => {
    const page = await open(failing);
    await page.keyboard.press("Home");
    await drawn(page);
    const place = await placeOf(page, "Frames", 1), x = Math.round(place.x);
    const at = () => page.evaluate((clientX) => shown.scope.timeAt({clientX}), x);
    const time = await at();
    await page.mouse.move(x, place.y);
    await page.mouse.wheel(0, -120);
    await page.waitForFunction(() => shown.scope.view.from > 0);
    assert.ok(Math.abs(await at() - time) < 1e-6);
});

/// The value of a signal of the VCD at a time; it stands until it changes.
function recorded(vcd, signal) {
    const code = vcd.match(new RegExp(`^\\$var real 64 (\\S+) ${signal} `, "m"))[1];
    const points = [];
    let time = 0;
    for (const line of vcd.split("\n")) {
        if (line[0] === "#") time = Number(line.slice(1)) / 1e9;
        else if (line[0] === "r" && line.endsWith(` ${code}`)) points.push([time, Number(line.slice(1).split(" ")[0])]);
    }
    return points;
}

test("the waves are those of waves.vcd", async () => {
    const page = await open(failing);
    const vcd = fs.readFileSync(path.join(path.dirname(failing), "waves.vcd"), "utf8");
    for (const [signal, name] of [["bus_voltage", "Bus voltage"], ["bus_current_ma", "Bus current"]]) {
        const points = recorded(vcd, signal).filter(([time], i, all) => i + 1 < all.length && all[i + 1][0] > time);
        const shownValues = await page.evaluate(([wave, times]) =>
            times.map((t) => shown.scope.analogues.find((w) => w.name === wave).pyramid.at(t + 1e-12)), [name, points.map(([t]) => t)]);
        const worst = Math.max(...points.map(([, value], i) => Math.abs(value - shownValues[i])));
        assert.ok(points.length > 500 && worst < 0.05, `${name}: off by ${worst}`);
    }
});

test("the events are those of events.jsonl", async () => {
    const page = await open(failing);
    const lines = fs.readFileSync(path.join(path.dirname(failing), "events.jsonl"), "utf8").split("\n").filter((line) => line);
    const recordedEvents = new Map(lines.map((line) => JSON.parse(line)).map((event) => [event.id, event]));
    const events = await page.evaluate(() => shown.trace.events.map(({t, ...event}) => event));
    assert.ok(events.length > 300 && events.length < recordedEvents.size);
    for (const event of events) assert.deepStrictEqual(event, recordedEvents.get(event.id));
});

test("a wave of ten minutes is drawn from few of its points, with all extremes", async () => {
    const page = await open(failing);
    const {wrong, drawn: points, read, columns} = await page.evaluate(() => {
        const count = 3e6, columns = 1000;
        const times = Float64Array.from({length: count}, (_, i) => i * 600 / count);
        const values = times.map((t, i) => (i * 7919) % 1000);
        const pyramid = new Pyramid({times, values});
        for (const [first, last] of [[5, 1000], [12345, 987654], [0, count], [77, 78]]) {
            const [low, high] = pyramid.extremes(first, last), part = values.subarray(first, last);
            const expected = [part.reduce((a, b) => Math.min(a, b)), part.reduce((a, b) => Math.max(a, b))];
            if (low !== expected[0] || high !== expected[1]) return {wrong: `${first} to ${last}: ${low} to ${high}, not ${expected}`};
        }
        let read = 0;
        const counted = (array) => new Proxy(array, {get: (target, i) => { ++read; return target[i]; }});
        pyramid.levels = pyramid.levels.map(({low, high}) => ({low: counted(low), high: counted(high)}));
        const drawn = [[0, 600], [1, 599], [100, 160], [100, 101]].map(([from, to]) => pyramid.view(from, to, columns)[0].length);
        return {drawn: Math.max(...drawn), read: read / drawn.length, columns};
    });
    assert.strictEqual(wrong, undefined);
    assert.ok(points <= 4 * columns + 2, `${points} points`);
    assert.ok(read <= 150 * columns, `${read} values read`);
});

test("lanes of ten minutes are drawn with a few strokes a pixel, whatever is in them", async () => {
    const page = await open(failing);
    const {visits, strokes, text} = await page.evaluate(() => {
        const seconds = 600, width = 1200;
        let visits = 0, strokes = 0;
        const counted = (list) => {
            startTimes(list);
            return new Proxy(list, {get: (target, key) => { visits += /^[0-9]+$/.test(String(key)); return target[key]; }});
        };
        const list = (perSecond, make) => Array.from({length: seconds * perSecond}, (_, i) => make(i / perSecond, i));
        const blocks = list(240, (t, i) => ({from: t, to: t + 1 / 260, text: `byte ${i}`, event: {}}));
        const marks = list(50, (t, i) => ({t, kind: i % 2 ? "bench_receive" : "bench_publish"}));
        const levels = list(1500, (t) => t);
        const lanes = new Lanes(document.createElement("canvas"), [{name: "Bytes", colour: "--rx", blocks: counted(blocks)}, {name: "MQTT", marks},
            {name: "RX", colour: "--rx", level: {times: Float64Array.from(levels), values: Float64Array.from(levels, (_, i) => i % 2)}}]);
        lanes.lanes[1].directions = lanes.lanes[1].directions.map(counted);
        const texts = [], context = lanes.context;
        lanes.context = new Proxy(context, {
            get(target, key) {
                const value = target[key];
                if (typeof value !== "function") return value;
                return (...given) => {
                    strokes += /^(fillRect|moveTo|lineTo|rect|fillText)$/.test(key);
                    if (key === "fillText") texts.push(given[0]);
                    return value.apply(target, given);
                };
            },
            set(target, key, value) { target[key] = value; return true; },
        });
        const most = {visits: 0, strokes: 0};
        for (const span of [600, 300, 60, 5, 0.05]) {
            visits = strokes = 0;
            lanes.draw({from: 200 - span / 3, to: 200 + span * 2 / 3}, width);
            most.visits = Math.max(most.visits, visits / width);
            most.strokes = Math.max(most.strokes, strokes / width);
        }
        return {...most, text: texts.filter((t) => t.startsWith("byte"))};
    });
    assert.ok(visits < 4, `${visits} blocks and marks looked at for a pixel`);
    assert.ok(strokes < 12, `${strokes} strokes a pixel`);
    assert.ok(text.includes("byte 48000"), text.join());  // that at 200 s
});

test("a name with markup is shown as text", async () => {
    const page = await open(failing);
    assert.strictEqual(await page.locator("h1").innerText(), "A reading </script><b>fails</b>");
});

test("dark and light follow the system", async () => {
    const background = async (colorScheme) => {
        const page = await open(failing, {colorScheme});
        return page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    };
    assert.strictEqual(await background("light"), "rgb(246, 247, 249)");
    assert.strictEqual(await background("dark"), "rgb(18, 22, 29)");
});

test("a narrow screen needs no scrolling sideways", async () => {
    const page = await open(failing, {viewport: {width: 360, height: 800}});
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
});

test("paper gets all steps, the chosen event and waves on white, without buttons", async () => {
    const page = await open(failing, {colorScheme: "dark"});
    await page.click("#steps li:nth-child(10) .step");
    await drawn(page);
    const {x, y} = await placeOf(page, "RX bytes", 6);
    await page.mouse.click(x, y);
    await page.emulateMedia({media: "print"});
    for (const shownThere of ["#scope canvas", "#steps li:last-child .check", "#detail .chain", "#tables .hex"])
        assert.ok(await page.locator(shownThere).first().isVisible(), shownThere);
    for (const hidden of ["#scope .bar button", "#detail .bar button", "#reading"])
        assert.ok(!await page.locator(hidden).first().isVisible(), hidden);
    assert.strictEqual(await page.evaluate(() => getComputedStyle(document.body).backgroundColor), "rgb(255, 255, 255)");
});

test("a page that prints draws its waves in light colours between the margins of A4, and then as before", async () => {
    const page = await open(failing, {colorScheme: "dark"});
    const before = [await page.evaluate(() => shown.scope.width), await picture(page)];
    await page.evaluate(() => matchMedia("print").addEventListener("change", ({matches}) => {
        if (!matches) return;
        const [canvas] = document.querySelectorAll("#tracks canvas"), pixels = canvas.getContext("2d").getImageData(12, 4, 90, 20).data;
        const name = [...Array(pixels.length / 4).keys()].filter((i) => pixels[4 * i + 3] > 200).map((i) => pixels[4 * i]);
        globalThis.printed = {width: shown.scope.width, tracks: [...document.querySelectorAll("#tracks canvas")].map((c) => c.clientWidth), red: name};
    }));
    assert.ok((await page.pdf({format: "A4"})).length > 10000);
    const printed = await page.evaluate(() => globalThis.printed);
    const sheet = (210 - 2 * 14) / 25.4 * 96;
    assert.ok(printed.width <= sheet && printed.width > sheet - 10, `${printed.width} of ${sheet}`);
    assert.ok(printed.tracks.every((width) => width <= sheet), printed.tracks.join());
    assert.ok(printed.red.length > 10 && Math.max(...printed.red) < 0x80, printed.red.join());  // dark letters
    assert.deepStrictEqual([await page.evaluate(() => shown.scope.width), await picture(page)], before);
});

test("an old browser says that it cannot show the waves, and shows the steps", async () => {
    const page = await browser.newPage();
    await page.addInitScript(() => { delete globalThis.DecompressionStream; });
    await page.goto(`file://${failing}`);
    assert.match(await page.locator("#scope").innerText(), /cannot unpack the waves \(expected Chrome 80/);
    assert.strictEqual(await page.locator("#steps li").count(), 12);
    assert.match(await page.locator("#tables").innerText(), /manufacturer\s+ACW/);
});

test("the page of a batch lists its scenarios and shows the one that is clicked", async () => {
    const files = ["ping.yaml", "silence.yaml"].map((name) => path.join(library, name));
    const page = await open(run([...files, path.join(folder, "failing.yaml")], path.join(folder, "batch"), 1));
    assert.deepStrictEqual(await page.locator("#batch tbody .verdict").allInnerTexts(), ["passed", "passed", "failed"]);
    assert.match(await page.locator("h1").innerText(), /fails/);
    await page.selectOption("#only", "bad");
    assert.strictEqual(await page.locator("#batch tbody tr:visible").count(), 1);
    await page.selectOption("#only", "all");
    await page.fill("#filter", "silence");
    await page.locator("#batch tbody tr:visible button").click();
    await page.waitForFunction(() => document.documentElement.dataset.ready === "1");
    assert.ok(await page.locator("#tracks canvas").first().isVisible());
    const moved = await page.evaluate(async () => {
        const old = shown.scope, was = {...old.view};
        await showRun(0);
        const now = shown.scope.view;
        byId("scope").dispatchEvent(new KeyboardEvent("keydown", {key: "+"}));
        return {old: old.view.from !== was.from || old.view.to !== was.to, now: shown.scope.view !== now};
    });
    assert.deepStrictEqual(moved, {old: false, now: true});  // the waves that are no longer shown ignore the keyboard
    const own = await open(path.join(folder, "batch/silence/report.html"));
    assert.strictEqual(await own.locator("#batch").isVisible(), false);
});
