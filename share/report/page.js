"use strict";
// The page around the waves: the result, its steps, the chosen event, readings and frames, and the list of a batch.

function element(tag, attributes = {}, ...children) {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
        if (name === "text") made.textContent = value;
        else if (name === "onclick") made.addEventListener("click", value);
        else if (name === "hidden") made.hidden = value;
        else if (value !== undefined) made.setAttribute(name, value);
    }
    made.append(...children.filter((child) => child));
    return made;
}

const byId = (id) => document.getElementById(id);
const report = JSON.parse(byId("data").textContent);
const isGood = (verdict) => verdict === "passed" || verdict === "expected failure";
const tone = (verdict) => isGood(verdict) ? "good" : verdict === "skipped" ? "" : "bad";
const count = (number, noun) => `${number} ${noun}${number === 1 ? "" : "s"}`;
const failed = (step) => step.checks.some((check) => !check.passed);
const parametersOf = (run) => Object.entries(run.parameters).map(([name, value]) => `${name}=${value}`).join(", ");

/// What the page shows at present.
const shown = {run: undefined, trace: undefined, scope: undefined, step: -1};

function facts(pairs) {
    return element("dl", {class: "facts"}, ...pairs.filter(([, value]) => value).map(([name, value]) =>
        element("div", {}, element("dt", {text: name}), element("dd", {text: value}))));
}

function showHead(run) {
    document.title = `${run.verdict}: ${run.name}`;
    const title = element("div", {class: "title"}, element("span", {class: `badge ${tone(run.verdict)}`, text: run.verdict}),
        element("h1", {text: run.name}));
    const parts = [title, facts([["File", run.path], ["Parameters", parametersOf(run)],
        ["Steps", `${run.steps.length} of ${run.steps_in_file}`],
        ["Checks", `${run.checks_passed} passed, ${run.checks_failed} failed`],
        ["Simulated", formatTime(run.virtual_ns / 1e9, 1)], ["Took", `${run.wall_s.toFixed(2)} s`],
        ["Seed", String(run.seed)], ["Broker", run.broker], ["Otbench", report.version]])];
    for (const text of [run.error, run.explanation, ...run.findings])
        if (text) parts.push(element("p", {class: "message", text}));
    byId("head").replaceChildren(...parts);
}

/// The text with what differs from `other` marked.
function difference(text, other) {
    let start = 0, end = 0;
    const most = Math.min(text.length, other.length);
    while (start < most && text[start] === other[start]) ++start;
    while (end < most - start && text[text.length - 1 - end] === other[other.length - 1 - end]) ++end;
    if (start + end === 0) return element("code", {text});
    return element("code", {}, text.slice(0, start), element("mark", {text: text.slice(start, text.length - end)}),
        text.slice(text.length - end));
}

function limits({value, min, max, unit}) {
    const number = (n) => `${Number(n.toPrecision(6))} ${unit}`.trim();
    const bounds = [min !== null && `at least ${number(min)}`, max !== null && `at most ${number(max)}`].filter((text) => text);
    return `${number(value)}${bounds.length ? ` (${bounds.join(", ")})` : ""}`;
}

/// A check that got just what it expected, in one line.
function metCheck(check) {
    return element("button", {class: "check good", title: "Show this moment", onclick: () => goTo(check.at_ns / 1e9)},
        element("span", {class: "what", text: `${check.what}: `}), element("code", {text: check.got}));
}

function checkRow(check) {
    if (check.passed && check.expected === check.got && !check.measured) return metCheck(check);
    const row = element("button", {class: `check ${check.passed ? "good" : "bad"}`, title: "Show this moment",
        onclick: () => goTo(check.at_ns / 1e9)}, element("div", {class: "what", text: check.what}));
    const pair = (name, content) => element("div", {class: "pair"}, element("span", {text: name}), content);
    row.append(pair("expected", check.passed ? element("code", {text: check.expected}) : difference(check.expected, check.got)));
    row.append(pair("got", check.passed ? element("code", {text: check.got}) : difference(check.got, check.expected)));
    if (check.measured) row.append(pair("measured", element("code", {text: limits(check.measured)})));
    return row;
}

function stepItem(step, index) {
    const isFailed = failed(step);
    const mark = isFailed ? ["✗", "bad", "failed"] : step.checks.length ? ["✓", "good", "passed"] : ["·", "", "done"];
    const head = element("button", {class: "step", title: `Show this step (line ${step.line})`, onclick: () => { chooseStep(index); showScope(); }},
        element("span", {class: `mark ${mark[1]}`, text: mark[0], "aria-label": mark[2]}),
        element("span", {class: "name", text: step.title}),
        element("span", {class: "when", text: formatTime(step.started_ns / 1e9, 1)}));
    const item = element("li", {}, head);
    if (step.checks.length) item.append(element("div", {class: "checks"}, ...step.checks.map(checkRow)));
    for (const note of step.notes) item.append(element("div", {class: "remark", text: note}));
    return item;
}

function showSteps(run) {
    const list = element("ol", {}, ...run.steps.map(stepItem));
    const failures = run.steps.filter(failed).length;
    const bar = element("div", {class: "bar"}, element("h2", {text: "Steps"}), element("span", {class: "grow"}),
        failures ? element("button", {text: "Next failure (n)", onclick: nextFailure}) : undefined);
    const parts = [bar, list];
    if (run.steps_skipped)
        parts.push(element("div", {class: "skipped", text: `${count(run.steps_skipped, "step")} skipped after the failure`}));
    if (run.last_events.length)
        parts.push(element("div", {class: "skipped"}, "Last events before the failure",
            element("div", {class: "events", text: run.last_events.join("\n")})));
    byId("steps").replaceChildren(...parts);
    shown.step = -1;
}

/// The waves, where they are not beside the steps but above them.
function showScope() {
    if (matchMedia("(max-width: 900px)").matches) byId("scope").scrollIntoView({block: "start"});
}

/// Chooses a step and scrolls to it.
function visitStep(index) {
    chooseStep(index);
    byId("steps").querySelectorAll("li")[index].scrollIntoView({block: "nearest"});
}

/// Moves the waves to a step, and marks its first failed check or its begin.
function chooseStep(index) {
    const step = shown.run.steps[index];
    const items = [...byId("steps").querySelectorAll("li")];
    items.forEach((item, i) => item.classList.toggle("chosen", i === index));
    shown.step = index;
    if (!shown.scope) return;
    const from = step.started_ns / 1e9, to = step.ended_ns / 1e9, check = step.checks.find((c) => !c.passed);
    const margin = Math.max((to - from) * 0.15, 0.04);
    shown.scope.show(from - margin, to + margin);
    shown.scope.mark(check ? check.at_ns / 1e9 : from);
}

function nextFailure() {
    const {steps} = shown.run;
    for (let i = 1; i <= steps.length; ++i) {
        const index = (shown.step + i + steps.length) % steps.length;
        if (failed(steps[index])) return visitStep(index);
    }
}

/// Marks an instant, in the middle of the view unless it is there already.
function goTo(time, event) {
    if (!shown.scope) return;
    const {from, to} = shown.scope.view, half = Math.min(to - from, 0.2) / 2;
    if (time < from || time > to || to - from > 1) shown.scope.show(time - half, time + half);
    shown.scope.mark(time, event);
}

const framing = new Set(["id", "t_ns", "t", "kind", "source", "cause", "carries"]);
const fieldsOf = (event) => Object.entries(event).filter(([name]) => !framing.has(name));

function eventRow(event) {
    const rest = [event.source, ...fieldsOf(event).map(([, value]) => value)].filter((v) => v !== undefined && v !== "").join(" ");
    return element("li", {}, element("button", {onclick: () => chooseEvent(event)},
        element("span", {text: formatTime(event.t, 1e-3)}), element("span", {text: event.kind}),
        element("span", {class: "rest", text: rest, title: rest})));
}

function showEvents(title, events) {
    if (!events.length) return [];
    return [element("h2", {text: title}), element("ol", {class: "chain"}, ...events.map(eventRow))];
}

/// Shows an event with the chain of its causes.
function chooseEvent(event) {
    const {trace} = shown, most = 40;
    const effects = trace.effectsOf(event), carried = (event.carries || []).map((id) => trace.event(id)).filter((found) => found);
    const fields = [["time", formatTime(event.t, 1e-6)], ["source", event.source], ["event", event.id], ...fieldsOf(event)];
    byId("detail").replaceChildren(
        element("div", {class: "bar"}, element("h3", {text: event.kind}), element("span", {class: "grow"}),
            element("button", {text: "Close (Esc)", onclick: closeDetail})),
        element("dl", {class: "fields"}, ...fields.filter(([, value]) => value !== undefined).flatMap(([name, value]) =>
            [element("dt", {text: name}), element("dd", {text: String(value)})])),
        ...showEvents("Caused by", trace.chain(event).slice(1)),
        ...showEvents("Carries", carried.slice(0, most)),
        ...showEvents(effects.length > most ? `Led to ${effects.length} events, of which the first ${most}` : "Led to",
            effects.slice(0, most)));
    byId("detail").hidden = false;
    goTo(event.t, event);
}

function closeDetail() {
    byId("detail").hidden = true;
    if (shown.scope) shown.scope.mark(shown.scope.marked);
}

function part(title, headings, rows) {
    if (!rows.length) return undefined;
    const head = headings && element("tr", {}, ...headings.map((text) =>
        element("th", {text, class: text === "Meter" ? "optional" : undefined})));
    return element("div", {class: "part"}, element("h2", {text: title}), element("table", {}, head, ...rows));
}

function readingPart(step) {
    return part(`Reading: ${step.title}`, undefined, step.reading.map(({name, value}) =>
        element("tr", {}, element("td", {class: "path", text: name}), element("td", {text: value}))));
}

function frameRow({from, event}) {
    const hex = event.hex ? event.hex.match(/../g).join(" ") : "";
    return element("tr", {class: "link", onclick: () => chooseEvent(event)}, element("td", {class: "number", text: formatTime(from, 1)}),
        element("td", {text: event.direction}), element("td", {text: event.service}), element("td", {text: event.address}),
        element("td", {class: "optional", text: event.meter}), element("td", {class: "hex", text: hex}));
}

const mostFrames = 2000;  // in the table; the waves show all

function showTables(run, trace) {
    const all = trace ? trace.frames : [], frames = all.slice(0, mostFrames).map(frameRow);
    const title = all.length > mostFrames ? `Frames (the first ${mostFrames} of ${all.length})` : "Frames";
    const parts = [...run.steps.map(readingPart),
        part(title, ["Time", "Direction", "Service", "Address", "Meter", "Bytes"], frames),
        part("Bridges", ["Where", "Role", "Bytes out", "Bytes in"], run.bridges.map((bridge) => element("tr", {},
            ...[bridge.where, bridge.role, bridge.octets_out, bridge.octets_in].map((text) => element("td", {text})))))]
        .filter((made) => made);
    if (run.steps.length && parts.length === 2) parts.reverse();
    byId("tables").replaceChildren(...parts);
    byId("tables").hidden = !parts.length;
}

function stepBlocks(run) {
    return run.steps.map((step, i) => ({from: step.started_ns / 1e9, to: Math.max(step.ended_ns, step.started_ns + 1e4) / 1e9,
        text: `${i + 1} ${step.title}`, failed: failed(step), step: i}));
}

function lanesOf(run, trace, levels) {
    const lanes = [{name: "Steps", colour: "--accent", blocks: stepBlocks(run)},
        {name: "MQTT ▼ ▲", marks: trace.messages},
        {name: "Frames", colour: "--good", blocks: trace.frames},
        {name: "TX bytes", colour: "--tx", blocks: trace.bytes.tx}, {name: "RX bytes", colour: "--rx", blocks: trace.bytes.rx},
        ...levels.map((level) => ({name: level.name, colour: level.name.startsWith("TX") ? "--tx" : "--rx", level}))];
    // A pin that changes at the start only is a switch, not a wave.
    const busy = [...trace.pins.values()].filter((pin) => pin.times.length > 4).slice(0, 8);
    lanes.push(...busy.map((level) => ({name: level.name, colour: "--text", level})));
    return lanes.filter((lane) => lane.level || (lane.blocks || lane.marks).length);
}

async function showWaves(run) {
    const root = byId("scope");
    if (shown.scope) shown.scope.close();
    shown.trace = shown.scope = undefined;
    root.replaceChildren(element("div", {class: "empty", text: run.trace ? "Unpacking the trace…"
        : run.page ? "The waves of this scenario are in a page of their own: " : "This scenario left no trace."},
        !run.trace && run.page ? element("a", {href: run.page, text: run.page}) : undefined));
    if (!run.trace) return;
    if (!globalThis.DecompressionStream) {
        root.firstChild.textContent = "This browser cannot unpack the waves (expected Chrome 80, Firefox 113, Safari 16.4 or later).";
        return;
    }
    const trace = new Trace(new TextDecoder().decode(await unpack(run.trace.events)));
    const waves = await Promise.all(run.trace.waves.map(unpackWave));
    if (shown.run !== run) return;
    shown.trace = trace;
    const choose = (found) => found.event ? chooseEvent(found.event) : chooseStep(found.step);
    shown.scope = new Scope(root, {lanes: lanesOf(run, trace, waves.filter((wave) => !wave.unit)),
        analogues: waves.filter((wave) => wave.unit), end: run.virtual_ns / 1e9, choose});
    const first = run.steps.findIndex(failed);
    if (first >= 0) chooseStep(first);
    else if (run.steps.length) shown.scope.show(run.steps[0].started_ns / 1e9 - 0.02, run.virtual_ns / 1e9);
}

async function showRun(index) {
    const run = shown.run = report.runs[index];
    byId("batch").querySelectorAll("tbody tr").forEach((row) => row.classList.toggle("chosen", Number(row.dataset.index) === index));
    byId("detail").hidden = true;
    showHead(run);
    showSteps(run);
    await showWaves(run);
    if (shown.run === run) showTables(run, shown.trace);
    document.documentElement.dataset.ready = String(index);
}

function batchRow(run, index) {
    const cells = [element("td", {class: `verdict ${tone(run.verdict)}`, text: run.verdict}),
        element("td", {}, element("button", {text: run.name, onclick: () => { location.hash = `run=${index}`; }}),
            element("div", {class: "path", text: [run.path, parametersOf(run)].filter((text) => text).join(" · ")})),
        element("td", {class: "number optional", text: `${run.checks_passed} of ${run.checks_passed + run.checks_failed}`}),
        element("td", {class: "number optional", text: formatTime(run.virtual_ns / 1e9, 1)}),
        element("td", {class: "number", text: `${run.wall_s.toFixed(2)} s`})];
    return element("tr", {"data-index": index}, ...cells);
}

function filterBatch() {
    const words = byId("filter").value.toLowerCase(), onlyBad = byId("only").value === "bad";
    byId("batch").querySelectorAll("tbody tr").forEach((row) => {
        const run = report.runs[Number(row.dataset.index)];
        row.hidden = (onlyBad && isGood(run.verdict)) || !`${run.name} ${run.path} ${run.verdict}`.toLowerCase().includes(words);
    });
}

function showBatch() {
    if (report.runs.length < 2) return;
    const body = element("tbody", {}, ...report.runs.map(batchRow));
    const headings = [["Result"], ["Scenario"], ["Checks passed", "number optional"], ["Simulated", "number optional"], ["Took", "number"]];
    const filter = element("input", {id: "filter", type: "search", placeholder: "Filter", "aria-label": "Filter scenarios"});
    const only = element("select", {id: "only", "aria-label": "Which scenarios"},
        element("option", {value: "all", text: "All"}), element("option", {value: "bad", text: "Not passed"}));
    byId("batch").replaceChildren(
        element("div", {class: "bar"}, element("h2", {text: "Scenarios"}), element("strong", {text: report.totals}),
            element("span", {class: "grow"}), only, filter),
        element("div", {class: "scroll"}, element("table", {}, element("thead", {}, element("tr", {},
            ...headings.map(([text, style]) => element("th", {text, class: style})))), body)));
    byId("batch").hidden = false;
    filter.addEventListener("input", filterBatch);
    only.addEventListener("change", filterBatch);
    document.body.insertBefore(byId("batch"), byId("head"));
    byId("batch").style.marginTop = "14px";
}

function moveStep(by) {
    const last = shown.run.steps.length - 1;
    if (last >= 0) visitStep(Math.min(last, Math.max(0, shown.step + by)));
}

document.addEventListener("keydown", (event) => {
    if (event.target.matches("input, select") || event.ctrlKey || event.metaKey || event.altKey) return;
    const actions = {j: () => moveStep(1), k: () => moveStep(-1), n: nextFailure, Escape: closeDetail};
    if (actions[event.key]) actions[event.key]();
    else if (shown.scope && !byId("scope").contains(event.target)) shown.scope.key(event);
});

function runOfHash() {
    const asked = Number((location.hash.match(/run=(\d+)/) || [])[1] ?? -1);
    if (asked >= 0 && asked < report.runs.length) return asked;
    return Math.max(0, report.runs.findIndex((run) => !isGood(run.verdict) && run.verdict !== "skipped"));
}

/// Paper is light and has a width of its own; browsers print what is drawn when this event has passed.
for (const [name, isOnPaper] of [["beforeprint", true], ["afterprint", false]])
    window.addEventListener(name, () => {
        document.documentElement.classList.toggle("paper", isOnPaper);
        if (shown.scope) shown.scope.redraw();
    });

showBatch();
if (report.runs.length) showRun(runOfHash());
window.addEventListener("hashchange", () => showRun(runOfHash()));
