"use strict";
(() => {
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const tools = document.querySelector(".tools");
  const rest = document.querySelector(".rest");
  const sections = all("details", rest);
  const choosers = all("select", tools);
  let player;
  const openAll = document.getElementById("open-all");

  // Shows what is about the chosen combination and condition, or about all of them.
  function show() {
    const chosen = choosers.filter(({ value }) => value !== "")
      .map(({ id, value }) => [id.replace("choose-", ""), value]);
    for (const element of all("[data-arm], [data-condition]", rest)) {
      element.hidden = chosen.some(([kind, value]) => (element.dataset[kind] ?? value) !== value);
    }
    rest.dataset.chosen = Object.fromEntries(chosen).condition ?? "";
    for (const body of all(".body", rest)) {
      const parts = all("[data-arm], [data-condition]", body);
      body.classList.toggle("none-left", parts.length > 0 && parts.every(isHidden));
    }
  }

  function isHidden(element) {
    return element.closest("[hidden]") !== null;
  }

  function follow() {
    const target = document.getElementById(location.hash.slice(1));
    const section = target?.closest("details");
    if (!section) return;
    section.open = true;
    section.scrollIntoView();
  }

  // Says beside a chart what the mark under the pointer or finger is.
  function name(event) {
    const { target } = event;
    const mark = target.closest?.("svg path") ?? target.closest?.("svg a")?.querySelector("path");
    const title = mark?.querySelector("title");
    const figure = title && mark.closest("figure");
    if (!figure) return;
    let line = figure.querySelector(".named");
    if (line === null) {
      line = document.createElement("p");
      line.className = "named";
      figure.append(line);
    }
    line.textContent = title.textContent;
  }

  // Plays the sound of the mark that is pressed; its link would leave the page.
  function play(event) {
    const link = event.target.closest?.("svg a");
    if (!link) return;
    event.preventDefault();
    player ??= new Audio();
    player.src = link.href.baseVal;
    player.play().catch(() => {
      const line = link.closest("figure").querySelector(".named");
      if (line) line.textContent += " (this browser cannot play it)";
    });
  }

  for (const chooser of choosers) chooser.addEventListener("change", show);
  openAll.addEventListener("click", () => {
    const isOpen = openAll.getAttribute("aria-pressed") !== "true";
    for (const section of sections) section.open = isOpen;
    openAll.setAttribute("aria-pressed", String(isOpen));
    openAll.textContent = isOpen ? "Close all sections" : "Open all sections";
  });
  addEventListener("hashchange", follow);
  addEventListener("keydown", ({ key }) => {
    const { activeElement } = document;
    if (key === "Escape" && activeElement?.classList.contains("term")) activeElement.blur();
  });
  rest.addEventListener("pointerover", name);
  rest.addEventListener("focusin", name);
  rest.addEventListener("click", name);
  rest.addEventListener("click", play);
  // A browser may keep what was chosen when a page is loaded again.
  show();
  follow();
  tools.hidden = false;
})();
