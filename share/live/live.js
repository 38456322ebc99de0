"use strict";
// The page of a running bench: a client of its control interface over a WebSocket.

const $ = (id) => document.getElementById(id);
/// Events of MQTT, and what their source did.
const mqttKinds = {publish: "sent", bench_publish: "sent", bench_receive: "received", client_send: "sent", client_receive: "received"};
const mostRows = 200;

/// Makes an element with these properties and children.
function make(tag, properties = {}, ...children) {
    const element = Object.assign(document.createElement(tag), properties);
    element.append(...children);
    return element;
}

/// The client of web/client, at a WebSocket that connects again when it ends.
class Bench {
    /// `listeners` take the parameters of notifications, by their names.
    constructor(onOpen, onGone, listeners) {
        Object.assign(this, {onOpen, onGone, listeners, client: null});
        this.stay();
    }

    async stay() {
        const token = new URLSearchParams(location.hash.slice(1)).get("token") ?? undefined;
        const address = `${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/api/v1/events`;
        for (;;) {
            const client = await import("/client.js").then(({connect}) => connect(address, {token})).catch(() => null);
            if (client) {
                for (const [name, listener] of Object.entries(this.listeners)) client.on(name, listener);
                const gone = new Promise((resolve) => client.on("close", resolve));
                this.client = client;
                this.onOpen();
                await gone;
            }
            this.onGone();
            await new Promise((done) => setTimeout(done, 500));
        }
    }

    call(method, params = {}) {
        return this.client ? this.client.call(method, params) : Promise.reject(new Error("the bench is gone"));
    }
}

/// A meter: values and faults that can be changed, and a line of how its first value went.
class MeterCard {
    constructor(name, {profile, address}) {
        this.name = name;
        this.history = [];
        this.inputs = new Map();
        this.faults = make("span", {className: "set"});
        this.first = make("span");
        this.line = document.createElementNS("http://www.w3.org/2000/svg", "svg");
        this.line.setAttribute("viewBox", "0 0 90 20");
        this.path = document.createElementNS("http://www.w3.org/2000/svg", "polyline");
        this.line.append(this.path);
        this.values = make("div", {className: "fields"});
        this.switches = make("div", {className: "fields"});
        this.details = make("details", {className: "meter"},
            make("summary", {}, make("b", {textContent: name}), make("span", {textContent: `${profile} @ ${address}`}), this.first,
                this.faults, this.line),
            this.values, make("details", {}, make("summary", {textContent: "Faults"}), this.switches));
        this.details.dataset.meter = name;
    }

    /// The input of a value or a fault, made when it is first shown.
    field(place, group, key, text) {
        const id = `${group} ${this.name} ${key}`;
        if (this.inputs.has(id)) return this.inputs.get(id);
        const isSwitch = group === "fault" && (text === "yes" || text === "no");
        const input = make("input", {type: isSwitch ? "checkbox" : "text", id, spellcheck: false});
        input.onchange = () => this.change(key, input, isSwitch ? (input.checked ? "yes" : "no") : input.value);
        place.append(make("label", {htmlFor: id, textContent: key}), input);
        this.inputs.set(id, input);
        return input;
    }

    async change(key, input, text) {
        try {
            await bench.call("meter.set", {meter: this.name, set: {[key]: text}});
            input.classList.remove("refused");
            complain("");
        } catch (error) {
            input.classList.add("refused");
            complain(error.message);
        }
        this.update().catch(() => {});
    }

    show(place, group, entries) {
        for (const [key, text] of Object.entries(entries)) {
            const input = this.field(place, group, key, text);
            if (input === document.activeElement || input.classList.contains("refused")) continue;
            if (input.type === "checkbox") input.checked = text === "yes";
            else if (input.value !== text) input.value = text;
        }
    }

    async update() {
        const meter = await bench.call("meter.get", {meter: this.name});
        const [first] = Object.entries(meter.values).filter(([, text]) => /^-?[\d.]+ /.test(text));
        if (first) this.addHistory(first[1]);
        this.faults.textContent = Object.entries(meter.active_faults).map(([key, text]) => text === "yes" ? key : `${key} ${text}`).join(", ");
        if (!this.details.open) return;
        this.show(this.values, "value", meter.values);
        this.show(this.switches, "fault", meter.faults);
    }

    addHistory(text) {
        this.first.textContent = text;
        this.history.push(parseFloat(text));
        if (this.history.length > 60) this.history.shift();
        const low = Math.min(...this.history), range = Math.max(...this.history) - low || 1;
        const points = this.history.map((value, i) => `${90 * i / 59},${18 - 16 * (value - low) / range}`);
        this.path.setAttribute("points", points.join(" "));
    }
}

let cards = [], turn = 0, description = {}, methods = new Set();
/// When the last frame of each bus that was shown began.
const lastShown = new Map();
const scope = new Scope($("scope"));

function complain(text) {
    $("problem").textContent = text;
    $("problem").hidden = !text;
}

/// Calls a method that not every bench has: `otbench emulate` has no signals and no events. Null without it, and on errors.
async function ask(method, params) {
    if (!methods.has(method)) return null;
    return bench.call(method, params).catch(() => null);
}

const seconds = (ns) => (ns / 1e9).toFixed(3);

function addRow(body, row) {
    body.prepend(row);
    while (body.rows.length > mostRows) body.deleteRow(-1);
}

async function showMeaning(frame) {
    const meaning = await ask("frame.decode", {hex: frame.hex});
    if (!meaning) return;
    const records = (meaning.reading && meaning.reading.records || []).map((record) =>
        `${record.quantity}${record.storage ? ` (storage ${record.storage})` : ""}: ${JSON.stringify(record.value)} ${record.unit || ""}`);
    const {reading, ...head} = meaning;
    if (reading && reading.id) Object.assign(head, {id: reading.id, manufacturer: reading.manufacturer, medium: reading.medium_name});
    const words = Object.entries(head).map(([key, value]) => `${key} ${value}`).join(", ");
    $("meaning").textContent = [words, ...records].join("\n");
}

function showFrame(frame) {
    const hex = frame.hex.replace(/../g, "$& ").trim();
    const cells = [seconds(frame.start_ns), frame.bus, frame.client ?? frame.from, frame.kind, frame.address ?? "", hex];
    const row = make("tr", {tabIndex: 0, className: frame.kind === "damaged" ? "bad" : ""},
        ...cells.map((text) => make("td", {textContent: text})));
    row.onmouseenter = row.onfocus = () => showMeaning(frame);
    addRow($("frames"), row);
    if (frame.bus === $("bus").value) scope.addFrame(frame);
}

/// Shows the frames since the last one.
async function fetchFrames() {
    const journal = await ask("journal", {since_ns: Math.min(...lastShown.values()) + 1});
    for (const frame of journal ? journal.frames : []) {
        if (frame.start_ns <= lastShown.get(frame.bus)) continue;
        lastShown.set(frame.bus, frame.start_ns);
        showFrame(frame);
    }
}

/// Frames that come before the journal was fetched are in it.
function takeFrame(frame) {
    if (document.documentElement.dataset.state === "on") showFrame(frame);
}

function showMessage(event) {
    const payload = event.payload ?? (event.payload_hex ? `hex ${event.payload_hex}` : "");
    const cells = [seconds(event.t_ns), `${event.source ?? "bench"} ${mqttKinds[event.kind]}`, event.topic ?? event.packet ?? "", payload];
    addRow($("messages"), make("tr", {}, ...cells.map((text) => make("td", {textContent: text}))));
}

async function drawScope() {
    if ($("hold").checked || document.hidden) return;
    const {time_ns: now} = await ask("time") ?? {};
    if (now === undefined) return;
    $("time").textContent = `${seconds(now)} s`;
    const since = Math.max(0, Math.round(Math.max(now - scope.seconds * 1e9, scope.asked ?? 0)));
    for (const {signal} of scopeLanes) {
        const got = await ask("signal.get", {signal, bus: $("bus").value, since_ns: since});
        if (got) scope.add(signal, got.points.length || scope.points.get(signal).length ? got.points : [[0, got.value ?? 0]], now);
    }
    scope.asked = now;
    scope.draw(now);
}

async function showCounters() {
    const counters = await bench.call("counters");
    const rows = [...Object.entries(counters.buses), ...Object.entries(counters.meters)].map(([name, counts]) => {
        const words = Object.entries(counts).map(([key, count]) => `${key} ${JSON.stringify(count)}`);
        return make("tr", {}, make("td", {textContent: name}), make("td", {textContent: words.join(", ")}));
    });
    $("counters").replaceChildren(...rows);
    const known = [description.buses, Object.keys(description.meters)], present = [counters.buses, counters.meters].map(Object.keys);
    if (String(known.map((names) => [...names].sort())) !== String(present.map((names) => names.sort()))) await rebuild();
    $("late").textContent = `${((counters.stood_still_ns ?? counters.most_late_ns) / 1e6).toFixed(0)} ms`;
}

function isInView(card) {
    const box = card.details.getBoundingClientRect();
    return box.bottom > 0 && box.top < innerHeight;
}

/// Asks for a few meters at a time, so that a hundred cost no more than ten.
async function refreshMeters() {
    if (document.hidden) return;
    const visible = cards.filter(isInView);
    for (let i = 0; i < Math.min(10, visible.length); ++i) await visible[turn++ % visible.length].update();
}

/// Does `work` every `ms`, one at a time, while the bench is there.
function every(ms, work) {
    let busy = false;
    setInterval(async () => {
        if (busy || document.documentElement.dataset.state !== "on") return;
        busy = true;
        await work().catch(() => {});
        busy = false;
    }, ms);
}

function build() {
    $("name").textContent = description.name;
    $("broker").textContent = [description.broker && `broker ${description.broker}`, ...description.endpoints].filter(Boolean).join(" · ");
    const open = new Set(cards.filter((card) => card.details.open).map((card) => card.name));
    cards = Object.entries(description.meters).map(([name, meter]) => Object.assign(new MeterCard(name, meter), {bus: meter.bus}));
    $("buses").replaceChildren(...description.buses.map((bus) => make("div", {}, make("h3", {textContent: bus}),
        ...cards.filter((card) => card.bus === bus).map((card) => card.details))));
    for (const card of cards) {
        card.details.open = open.has(card.name) || cards.length === 1;
        card.details.ontoggle = () => card.update().catch(() => {});
    }
    $("bus").replaceChildren(...description.buses.map((bus) => make("option", {textContent: bus})));
}

/// Meters or buses were added or removed.
async function rebuild() {
    const bus = $("bus").value;
    description = await bench.call("bench.describe");
    for (const name of description.buses) if (!lastShown.has(name)) lastShown.set(name, description.time_ns);
    build();
    if (description.buses.includes(bus)) $("bus").value = bus;
    else $("bus").onchange();
}

function setState(state, text) {
    document.documentElement.dataset.state = state;
    $("state").className = state;
    $("state").textContent = text;
    $("gone").hidden = state !== "off";
    document.title = state === "off" ? `${text} – ${$("name").textContent}` : $("name").textContent;
}

async function start() {
    try {
        description = await bench.call("bench.describe");
    } catch (error) {
        if (error.code) setTimeout(() => start(), 500);  // of the bench, such as that none is loaded
        return setState("off", error.message);
    }
    methods = new Set((await bench.call("rpc.describe")).methods.map(({name}) => name));
    lastShown.clear();
    for (const bus of description.buses) lastShown.set(bus, Math.max(0, description.time_ns - 5e9));
    scope.clear();
    scope.asked = undefined;
    $("frames").replaceChildren();
    build();
    await ask("events.subscribe", {kinds: Object.keys(mqttKinds)});
    await ask("journal.subscribe");
    for (const part of document.querySelectorAll("[data-needs]")) part.hidden = !methods.has(part.dataset.needs);
    for (const part of document.querySelectorAll("[data-lacks]")) part.hidden = methods.has(part.dataset.lacks);
    await fetchFrames();
    setState("on", "running");
    await showCounters().catch(() => {});
}

async function sendFrame(hex) {
    await bench.call("frame.send", {hex, bus: $("bus").value});
}

/// Sends what the masters of a tape sent, at the times of the tape.
async function replay(text) {
    const entries = text.split("\n").filter(Boolean).map((line) => JSON.parse(line));
    const requests = entries.filter((entry) => entry.from === "master");
    const begin = performance.now(), first = requests.length ? requests[0].t_ns : 0;
    for (const [i, entry] of requests.entries()) {
        const due = (entry.t_ns - first) / 1e6 - (performance.now() - begin);
        if (due > 0) await new Promise((done) => setTimeout(done, due));
        await sendFrame(entry.hex);
        $("replayed").textContent = `replayed ${i + 1} of ${requests.length} requests`;
    }
    if (!requests.length) complain("no requests in this file (expected a tape of otbench record)");
}

$("inject").onsubmit = (event) => {
    event.preventDefault();
    sendFrame($("hex").value).then(() => complain(""), (error) => complain(error.message));
};
$("tape").onchange = async ({target}) => {
    if (target.files[0]) await replay(await target.files[0].text()).catch((error) => complain(error.message));
    target.value = "";
};
$("window").onchange = () => { scope.seconds = Number($("window").value); scope.clear(); scope.asked = undefined; };
$("bus").onchange = () => { scope.clear(); scope.asked = undefined; };

const bench = new Bench(start, () => setState("off", "gone"), {event: showMessage, frame: takeFrame});
every(100, drawScope);
every(1000, refreshMeters);
every(1000, showCounters);
// An emulation does not tell of frames.
every(50, async () => { if (!methods.has("journal.subscribe")) await fetchFrames(); });
