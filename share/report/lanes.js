"use strict";
// Lanes above the waves, on one canvas: blocks with a text (steps, frames, bytes), marks (messages) and levels (pins).

const gutter = 112, rightEdge = 14, laneHeight = 24;
const cssValue = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

/// When the blocks or marks of a list begin.
function startTimes(list) {
    return list.startTimes || (list.startTimes = Float64Array.from(list, (entry) => entry.from ?? entry.t));
}

/// Messages to devices, and those from them.
function byDirection(messages) {
    const isIn = (message) => message.kind === "bench_receive";
    return [messages.filter((message) => !isIn(message)), messages.filter(isIn)];
}

class Lanes {
    /// `lanes`: {name, colour, blocks | marks | level}; blocks and marks are in the order of time.
    constructor(canvas, lanes) {
        this.canvas = canvas;
        this.lanes = lanes.map((lane) => lane.marks ? {...lane, directions: byDirection(lane.marks)} : lane);
        this.context = canvas.getContext("2d");
    }

    get height() { return this.lanes.length * laneHeight + 4; }

    draw(view, width, chosen) {
        const scale = window.devicePixelRatio || 1;
        this.view = view;
        this.width = width;
        this.colours = new Map();
        this.canvas.width = Math.round(width * scale);
        this.canvas.height = Math.round(this.height * scale);
        this.canvas.style.width = `${width}px`;
        this.canvas.style.height = `${this.height}px`;
        const c = this.context;
        c.setTransform(scale, 0, 0, scale, 0, 0);
        c.clearRect(0, 0, width, this.height);
        c.font = "12px system-ui, 'DejaVu Sans', sans-serif";
        c.textBaseline = "middle";
        this.lanes.forEach((lane, i) => {
            const top = i * laneHeight + 4;
            c.fillStyle = this.colour("--quiet");
            c.textAlign = "left";
            c.fillText(this.fit(lane.name, gutter - 18), 12, top + laneHeight / 2);
            c.save();
            c.beginPath();
            c.rect(gutter, top, width - gutter - rightEdge, laneHeight);
            c.clip();
            if (lane.blocks) this.drawBlocks(lane, top, chosen);
            if (lane.marks) this.drawMarks(lane, top, chosen);
            if (lane.level) this.drawLevel(lane, top);
            c.restore();
        });
    }

    /// A colour of the page; a picture asks for each only once.
    colour(name) {
        if (!this.colours.has(name)) this.colours.set(name, cssValue(name));
        return this.colours.get(name);
    }

    get secondsOfPixel() { return (this.view.to - this.view.from) / (this.width - gutter - rightEdge); }
    x(time) { return gutter + (time - this.view.from) / this.secondsOfPixel; }
    timeAt(x) { return this.view.from + (x - gutter) * this.secondsOfPixel; }

    fit(text, width) {
        if (this.context.measureText(text).width <= width) return text;
        while (text && this.context.measureText(text + "…").width > width) text = text.slice(0, -1);
        return text && text + "…";
    }

    /// Draws those of a sorted list that are in view. `draw` gets one and where on the screen the one before ends, and
    /// returns where this one ends. Those that begin before that are passed over but for the last of them, so that a
    /// picture costs its pixels; blocks hardly overlap, so that one is enough.
    drawInView(list, draw) {
        const times = startTimes(list), last = countBefore(times, this.view.to);
        let end = gutter;
        for (let i = Math.max(0, countBefore(times, this.view.from) - 1); i < last;) {
            end = Math.max(end, draw(list[i], end));
            i = Math.max(i + 1, countBefore(times, this.timeAt(end)) - 1);
        }
    }

    drawBlocks(lane, top, chosen) {
        const c = this.context, colour = this.colour(lane.colour);
        this.drawInView(lane.blocks, (block, end) => {
            const left = Math.max(this.x(block.from), gutter - 2);
            const right = Math.min(Math.max(this.x(block.to), left + 1.5), this.width);
            if (right <= end) return right;
            const isChosen = chosen !== undefined && block.event === chosen;
            c.fillStyle = isChosen ? colour : this.colour("--block");
            c.fillRect(left, top + 3, right - left, laneHeight - 6);
            c.fillStyle = block.failed ? this.colour("--bad") : colour;
            c.fillRect(left, top + 3, Math.min(2, right - left), laneHeight - 6);
            if (block.failed) c.fillRect(left, top + laneHeight - 5, right - left, 2);
            if (right - left < 14) return right;
            c.fillStyle = this.colour(isChosen ? "--card" : "--text");
            c.fillText(this.fit(block.text, right - left - 8), left + 5, top + laneHeight / 2);
            return right;
        });
    }

    drawMarks({directions}, top, chosen) {
        directions.forEach((marks, isIn) => this.drawInView(marks, (mark) => this.drawMark(mark, isIn, top, chosen)));
    }

    /// A triangle that points to the device or away from it; returns where the next one can begin.
    drawMark(mark, isIn, top, chosen) {
        const c = this.context, x = this.x(mark.t);
        const tip = top + (isIn ? 4 : laneHeight - 4), base = top + (isIn ? laneHeight - 6 : 6);
        c.fillStyle = this.colour(mark === chosen ? "--accent" : isIn ? "--rx" : "--tx");
        c.beginPath();
        c.moveTo(x, tip);
        c.lineTo(x - 5, base);
        c.lineTo(x + 5, base);
        c.fill();
        return x + 2;
    }

    /// A level as a line; where it changes more often than there are pixels, a filled stretch.
    drawLevel(lane, top) {
        const c = this.context, {times, values} = lane.level;
        const high = top + 5, low = top + laneHeight - 5;
        const y = (value) => value ? high : low;
        const at = (time) => values[Math.max(0, countBefore(times, time) - 1)];
        c.strokeStyle = c.fillStyle = this.colour(lane.colour);
        c.lineWidth = 1.25;
        c.beginPath();
        let value = at(this.view.from), i = countBefore(times, this.view.from);
        c.moveTo(gutter, y(value));
        while (i < times.length && times[i] <= this.view.to) {
            const x = this.x(times[i]);
            const next = countBefore(times, times[i] + this.secondsOfPixel);
            if (next - i > 2) {
                c.lineTo(x, y(value));
                c.rect(x, high, 1, low - high);
                value = values[next - 1];
                c.moveTo(x + 1, y(value));
            } else {
                for (let k = i; k < next; ++k) {
                    c.lineTo(this.x(times[k]), y(value));
                    value = values[k];
                    c.lineTo(this.x(times[k]), y(value));
                }
            }
            i = Math.max(next, i + 1);
        }
        c.lineTo(this.width - rightEdge, y(value));
        c.stroke();
    }

    /// The block or mark at a point of the canvas, or the nearest within a few pixels of it.
    find(x, y) {
        const lane = this.lanes[Math.floor((y - 4) / laneHeight)];
        if (!lane || lane.level || x < gutter) return undefined;
        const list = lane.blocks || lane.marks, times = startTimes(list);
        let best, distance = lane.blocks ? 3 : 8;
        const first = Math.max(0, countBefore(times, this.timeAt(x - distance)) - 1), last = countBefore(times, this.timeAt(x + distance));
        for (let i = first; i < last; ++i) {
            const from = this.x(lane.blocks ? list[i].from : list[i].t), to = lane.blocks ? this.x(list[i].to) : from;
            const away = Math.max(from - x, x - to, 0);
            if (away < distance) { best = list[i]; distance = away; }
        }
        return best && (lane.blocks ? best : {event: best});
    }

    /// "TX 0": the levels at a time.
    levelsAt(time) {
        return this.lanes.filter((lane) => lane.level).map((lane) => {
            const {times, values} = lane.level;
            return `${lane.name} ${values[Math.max(0, countBefore(times, time) - 1)] ? 1 : 0}`;
        });
    }
}
