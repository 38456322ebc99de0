"use strict";
// Lanes and plots over one stretch of time: the view, what moves it, and the moment that is marked in it.

const plotHeight = 118, timeAxisHeight = 34;
const shortestView = 2e-6;

/// A time as people read it: "3.879 535 500 s", with the digits that a view of this length needs.
function formatTime(seconds, span = 1e-3) {
    const digits = Math.min(9, Math.max(3, Math.ceil(-Math.log10(span / 1000) / 3) * 3));
    const [whole, rest] = seconds.toFixed(digits).split(".");
    return `${whole}.${rest.match(/\d{1,3}/g).join("\u202f")} s`;
}

function formatSpan(span) {
    const [unit, factor] = span >= 1 ? ["s", 1] : span >= 1e-3 ? ["ms", 1e3] : ["µs", 1e6];
    return `${Number((span * factor).toPrecision(3))} ${unit}`;
}

class Scope {
    /// `end`: of the run, in seconds; `choose` gets the block or mark that was clicked.
    constructor(root, {lanes, analogues, end, choose}) {
        this.root = root;
        this.choose = choose;
        this.whole = {from: 0, to: Math.max(end, 1e-3)};
        this.view = {...this.whole};
        this.analogues = analogues.map((wave) => ({...wave, pyramid: new Pyramid(wave)}));
        this.build(lanes);
        this.listen();
        this.resize();
    }

    build(lanes) {
        const actions = [["−", "Zoom out (−)", () => this.zoom(2)], ["+", "Zoom in (+)", () => this.zoom(0.5)],
            ["◀", "Earlier (←)", () => this.pan(-0.3)], ["▶", "Later (→)", () => this.pan(0.3)],
            ["All", "The whole run (Home)", () => this.show(this.whole.from, this.whole.to)]];
        const buttons = actions.map(([text, title, onclick]) => element("button", {text, title, onclick, "aria-label": title}));
        this.span = element("span", {class: "path"});
        this.reading = element("div", {id: "reading", text: "Move over the waves to read values; click a byte or a frame for its causes."});
        this.canvas = element("canvas", {role: "img", "aria-label": "Steps, frames, bytes and pins over time"});
        this.cursor = element("div", {class: "cursor", hidden: true});
        this.moment = element("div", {class: "moment", hidden: true});
        this.tracks = element("div", {id: "tracks"}, this.canvas, this.cursor, this.moment);
        this.lanes = new Lanes(this.canvas, lanes);
        this.root.replaceChildren(
            element("div", {class: "bar"}, element("h2", {text: "Waves"}), element("span", {class: "grow"}), this.span, ...buttons),
            this.reading, this.tracks);
        this.plots = this.analogues.map((wave, i) => this.plot(wave, i + 1 === this.analogues.length));
        if (!this.plots.length) this.plots = [this.plot({name: "", unit: "", pyramid: null}, true)];
    }

    plot(wave, isLast) {
        const holder = element("div", {style: "position: relative"});
        if (wave.name) holder.append(element("span", {class: "plot-name", text: `${wave.name} in ${wave.unit}`}));
        this.tracks.append(holder);
        const colour = () => cssValue(wave.unit === "V" ? "--volts" : "--amperes");
        const axis = {stroke: () => cssValue("--quiet"), font: "11px system-ui, sans-serif",
            grid: {stroke: () => cssValue("--line"), width: 1}, ticks: {stroke: () => cssValue("--line"), width: 1}};
        const times = (plot, splits) => splits.map((t) => formatTime(t, (this.view.to - this.view.from) * 50));
        const height = (wave.pyramid ? plotHeight : 8) + (isLast ? timeAxisHeight : 0);
        const plot = new uPlot({
            width: 600, height, padding: [18, rightEdge, isLast ? 0 : 4, 0], legend: {show: false}, cursor: {show: false},
            scales: {x: {time: false}},
            axes: [{...axis, size: isLast ? timeAxisHeight : 0, show: true, space: 110, values: isLast ? times : () => []},
                {...axis, size: gutter, space: 24, show: true, values: wave.pyramid ? undefined : () => []}],
            series: [{}, {stroke: colour, width: 1.25, points: {show: false}}],
        }, [[0, 1], [null, null]], holder);
        return {plot, wave, height};
    }

    /// The y axis holds still while the view moves: it shows all values of the wave.
    rangeOf(wave) {
        if (!wave.pyramid) return {min: 0, max: 1};
        const [low, high] = wave.pyramid.extremes(0, wave.times.length);
        const margin = Math.max((high - low) * 0.08, 0.1);
        return {min: low - margin, max: high + margin};
    }

    /// Ends what the window and the page's elements have to tell it.
    close() {
        this.listeners.abort();
        this.observer.disconnect();
    }

    listen() {
        const tracks = this.tracks, {signal} = this.listeners = new AbortController();
        tracks.addEventListener("wheel", (event) => {
            event.preventDefault();
            if (event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY))
                this.pan((event.deltaX || event.deltaY) / 800);
            else this.zoom(Math.exp(Math.sign(event.deltaY) * Math.min(Math.abs(event.deltaY), 120) / 400), this.timeAt(event));
        }, {passive: false});
        tracks.addEventListener("pointerdown", (event) => {
            this.drag = {x: event.clientX, view: {...this.view}, moved: false};
        });
        window.addEventListener("pointermove", (event) => this.dragTo(event), {signal});
        window.addEventListener("pointerup", (event) => {
            const clicked = this.drag && !this.drag.moved;
            this.drag = undefined;
            tracks.classList.remove("moving");
            if (clicked && tracks.contains(event.target)) this.click(event);
        }, {signal});
        tracks.addEventListener("pointermove", (event) => this.point(event));
        tracks.addEventListener("pointerleave", () => { this.cursor.hidden = true; });
        this.root.addEventListener("keydown", (event) => this.key(event), {signal});
        this.observer = new ResizeObserver(() => this.resize());
        this.observer.observe(this.root);
        matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.redraw(), {signal});
    }

    /// Draws at once, in the colours and the width that the page has now.
    redraw() {
        this.resize();
        this.plots.forEach(({plot}) => plot.redraw(false, true));
        this.draw();
    }

    key(event) {
        const actions = {ArrowLeft: () => this.pan(-0.2), ArrowRight: () => this.pan(0.2), "+": () => this.zoom(0.5),
            "=": () => this.zoom(0.5), "-": () => this.zoom(2), Home: () => this.show(this.whole.from, this.whole.to)};
        if (event.ctrlKey || event.metaKey || event.altKey || !actions[event.key]) return;
        event.preventDefault();
        actions[event.key]();
    }

    get columns() { return Math.max(1, this.width - gutter - rightEdge); }

    timeAt(event) {
        const x = event.clientX - this.tracks.getBoundingClientRect().left - gutter;
        return this.view.from + Math.min(1, Math.max(0, x / this.columns)) * (this.view.to - this.view.from);
    }

    dragTo(event) {
        if (!this.drag) return;
        const dx = event.clientX - this.drag.x;
        if (Math.abs(dx) > 3) { this.drag.moved = true; this.tracks.classList.add("moving"); }
        if (!this.drag.moved) return;
        const {from, to} = this.drag.view, shift = -dx / this.columns * (to - from);
        this.show(from + shift, to + shift);
    }

    click(event) {
        const box = this.canvas.getBoundingClientRect();
        const found = this.lanes.find(event.clientX - box.left, event.clientY - box.top);
        if (found) this.choose(found);
    }

    /// Shows time and values under the pointer.
    point(event) {
        const time = this.timeAt(event), span = this.view.to - this.view.from;
        const box = this.tracks.getBoundingClientRect();
        this.cursor.hidden = event.clientX - box.left < gutter;
        this.cursor.style.left = `${event.clientX - box.left}px`;
        const canvas = this.canvas.getBoundingClientRect();
        const found = this.lanes.find(event.clientX - canvas.left, event.clientY - canvas.top);
        const values = this.analogues.map((wave) => `${wave.pyramid.at(time).toFixed(2)} ${wave.unit}`);
        this.reading.textContent = [formatTime(time, span / 10), ...values, ...this.lanes.levelsAt(time).slice(0, 2),
            found && (found.text || found.event.payload || "")].filter((text) => text).join("   ");
    }

    pan(part) {
        const span = this.view.to - this.view.from;
        this.show(this.view.from + part * span, this.view.to + part * span);
    }

    zoom(factor, around = (this.view.from + this.view.to) / 2) {
        const {from, to} = this.view;
        if (factor < 1 && to - from <= shortestView) return;
        this.show(around - (around - from) * factor, around + (to - around) * factor);
    }

    /// Shows a stretch of time, or as much of it as there is.
    show(from, to) {
        const span = Math.min(to - from, this.whole.to - this.whole.from);
        const start = Math.min(Math.max(from, this.whole.from), this.whole.to - span);
        this.view = {from: start, to: start + span};
        this.root.dataset.from = start;
        this.root.dataset.to = start + span;
        if (this.frame) return;
        this.frame = requestAnimationFrame(() => { this.frame = 0; this.draw(); });
    }

    /// Marks an instant; the block of `event` is highlighted.
    mark(time, event) {
        this.marked = time;
        this.chosen = event;
        this.show(this.view.from, this.view.to);
    }

    resize() {
        const width = this.root.clientWidth;
        if (!width || width === this.width) return;
        this.width = width;
        for (const {plot, height} of this.plots) plot.setSize({width, height});
        this.show(this.view.from, this.view.to);
    }

    draw() {
        if (!this.width) return;
        const {from, to} = this.view;
        this.lanes.draw(this.view, this.width, this.chosen);
        for (const {plot, wave} of this.plots) {
            plot.batch(() => {
                plot.setData(wave.pyramid ? wave.pyramid.view(from, to, this.columns) : [[from, to], [null, null]], false);
                plot.setScale("x", {min: from, max: to});
                plot.setScale("y", this.rangeOf(wave));
            });
        }
        this.span.textContent = formatSpan(to - from);
        const isVisible = this.marked !== undefined && this.marked >= from && this.marked <= to;
        this.moment.hidden = !isVisible;
        if (isVisible) this.moment.style.left = `${this.lanes.x(this.marked)}px`;
    }
}
