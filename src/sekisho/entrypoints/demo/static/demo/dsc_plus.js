// The behaviour of a Digital Security Card+, apart from how it looks. What leads where is not written here: the page hands over
// the table of `core.authenticators.dsc_plus_machine`, so that this card and the terminal's are one. It takes any PIN; only the
// response tells whether it was the right one.

const DIGIT = /^[0-9]$/;
const REAL_CLOCK = {
  now: () => performance.now(),
  // Does `deed` in so many milliseconds; gives what takes it back.
  after(ms, deed) {
    const timer = setTimeout(deed, ms);
    return () => clearTimeout(timer);
  },
};

export class DscPlus {
  // `respond({question, pin})` computes; `onChange({stage, display, typed})` is called whenever the display changes. `typed` counts.
  constructor(machine, { respond, onChange, clock = REAL_CLOCK }) {
    this.machine = machine;
    this.respond = respond;
    this.onChange = onChange;
    this.clock = clock;
    this.forgetTimer = () => {};
    this.turn = 0;
    this.turnOff();
  }

  // A key of the card: a digit, "clear", "ok" or "press". What the table does not list does nothing.
  async key(sign) {
    if (this.stage !== "off" && this.clock.now() >= this.darkAt) this.turnOff(); // a sleeping page's timer comes late
    const event = DIGIT.test(sign) ? "digit" : sign;
    if (event === "time_out" || !Object.hasOwn(this.machine.after[this.stage], event)) return;
    if (event === "press") return this.#enter(this.machine.after[this.stage].press);
    if (this.isComputing) return;
    this.#stayOn();
    const wanted = this.machine.lengths[this.stage];
    if (event === "digit" && this.typed.length < wanted) this.#show(this.typed + sign);
    if (event === "clear") this.#show(this.typed.slice(0, -1));
    if (event === "ok" && this.typed.length === wanted) await this.#confirm();
  }

  turnOff() {
    this.#enter("off");
  }

  async #confirm() {
    const next = this.machine.after[this.stage].ok;
    const entered = this.typed;
    if (next !== "response") {
      this.#enter(next);
      this.pin = entered;
      return;
    }
    const turn = this.turn;
    this.isComputing = true;
    const response = await this.respond({ question: entered, pin: this.pin });
    if (turn !== this.turn) return; // switched off meanwhile
    this.#enter(next, response);
  }

  // Neither PIN nor challenge is kept beyond the stage that it was typed for.
  #enter(stage, typed = "") {
    this.turn += 1;
    this.isComputing = false;
    this.stage = stage;
    this.pin = "";
    if (stage === "off") this.forgetTimer();
    else this.#stayOn();
    this.#show(typed);
  }

  #stayOn() {
    this.forgetTimer();
    const ms = this.machine.litFor * 1000;
    this.darkAt = this.clock.now() + ms;
    this.forgetTimer = this.clock.after(ms, () => this.turnOff());
  }

  #show(typed) {
    this.typed = typed;
    this.onChange({ stage: this.stage, display: this.#display(), typed: typed.length });
  }

  #display() {
    if (this.stage === "pin") return this.machine.prompts.pin + this.machine.mask.repeat(this.typed.length);
    return this.typed || (this.machine.prompts[this.stage] ?? "");
  }
}
