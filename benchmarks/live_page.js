#!/usr/bin/env node
"use strict";
// The page of a bench with many meters in a browser: the CPU time of the bench and of its page's server, and how long a frame takes
// from its end on the bus to the screen.
//
// usage: live_page.js [SECONDS [METERS]]          60 and 100, if not given
//
// A meter is read every 4 s, and all count on. BIN names the folder of the program (build-bench/bin, which './bench benchmark'
// makes), CHROMIUM the browser; what drives it is installed into build/web with npm, once. The exit code is 1 when more than 5 %
// of a core or 100 ms are needed.
const {execFileSync, spawn} = require("node:child_process");
const fs = require("node:fs");
const {createRequire} = require("node:module");
const os = require("node:os");
const path = require("node:path");
const {frameDelays, median, watchFrames} = require("../tests/web/frame_delays.js");

const top_ = path.dirname(__dirname);
const program = path.resolve(process.env.BIN ?? path.join(top_, "build-bench/bin"), "otbench");
const [seconds = 60, meters = 100] = process.argv.slice(2).map(Number);
const readingInterval = 4;
const mostOfCore = 0.05, mostDelay = 100;
const wait = (ms) => new Promise((done) => setTimeout(done, ms));

function browserOf() {
    const packages = path.join(top_, "build/web");
    execFileSync(path.join(top_, "tests/web/install_packages"), [packages], {stdio: ["ignore", "ignore", "inherit"]});
    const {chromium} = createRequire(path.join(packages, "package.json"))("playwright-core");
    return chromium.launch({executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox"]});
}

/// The bench when it is ready, with the address of its page.
function startBench(folder) {
    const file = path.join(folder, "bench.yaml");
    fs.writeFileSync(file, `
name: A street
version: 2
bus:
  converter: {model: standard-master}
  meters:
    m: {profile: itron-cf-echo-2, address: 1, count: ${meters}, values: {energy: 1000 kWh + 1 kWh every 10 s}}
`);
    const bench = spawn(program, ["serve", file, "--broker", "internal", "--web", "127.0.0.1:0"], {stdio: ["ignore", "pipe", "inherit"]});
    return new Promise((resolve, reject) => {
        let printed = "";
        bench.stdout.on("data", (data) => {
            printed += data;
            if (printed.includes("ready\n")) resolve({bench, site: /web (http:\S+)/.exec(printed)[1]});
        });
        bench.on("exit", (code) => reject(new Error(`otbench serve ended with ${code}`)));
    });
}

/// The CPU time of a process and of all that it started, in seconds.
function cpuTime(pid) {
    const fields = fs.readFileSync(`/proc/${pid}/stat`, "ascii").replace(/^.*\) /, "").split(" ");
    const children = fs.readFileSync(`/proc/${pid}/task/${pid}/children`, "ascii").split(" ").filter(Boolean);
    return (Number(fields[11]) + Number(fields[12])) / 100 + children.reduce((sum, child) => sum + cpuTime(child), 0);
}

async function measure(site, pid, browser) {
    const page = await browser.newPage({viewport: {width: 1400, height: 900}});
    await page.goto(site);
    await page.waitForFunction(() => document.documentElement.dataset.state === "on");
    await watchFrames(page);
    const names = await page.evaluate(() => cards.map((card) => card.name));
    const begin = performance.now(), before = cpuTime(pid);
    for (let i = 0; performance.now() - begin < seconds * 1e3; ++i) {
        await page.evaluate((name) => bench.call("step", {step: {read: name}}), names[i % names.length]);
        await wait(Math.max(0, (i + 1) * readingInterval * 1e3 - (performance.now() - begin)));
    }
    const share = (cpuTime(pid) - before) / ((performance.now() - begin) / 1e3);
    const delays = await frameDelays(page, "RSP_UD");
    console.log(`${names.length} meters: ${(share * 100).toFixed(1)} % of a core, the browser excluded`);
    console.log(`answer to screen: median ${median(delays).toFixed(0)} ms, longest of ${delays.length} ${delays.at(-1).toFixed(0)} ms`);
    return share < mostOfCore && median(delays) < mostDelay;
}

async function main() {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), "otbench-page-"));
    const {bench, site} = await startBench(folder);
    bench.removeAllListeners("exit");
    const browser = await browserOf();
    try {
        process.exitCode = await measure(site, bench.pid, browser) ? 0 : 1;
    } finally {
        await browser.close();
        bench.kill();
        fs.rmSync(folder, {recursive: true});
    }
}

main().catch((error) => {
    console.error(`live_page: ${error.message}`);
    process.exitCode = 2;
});
