// The tabs of the page. Arrow keys, Home and End go from one to the next, and the address names the one that is open,
// as in /#presence.
//
// https://www.w3.org/WAI/ARIA/apg/patterns/tabs/, with selection that follows the focus

const tabs = [...document.querySelectorAll('[role=tab]')];
const undrawn = new Map();

const nameOf = tab => tab.id.replace('tab-', '');
const selected = () => tabs.find(tab => tab.getAttribute('aria-selected') === 'true');
const panelOf = tab => document.getElementById(tab.getAttribute('aria-controls'));

function select(chosen) {
  for (const tab of tabs) {
    const open = tab === chosen;
    tab.setAttribute('aria-selected', String(open));
    tab.tabIndex = open ? 0 : -1;
    panelOf(tab).hidden = !open;
  }
  draw(chosen);
}

function draw(tab) {
  const drawing = undrawn.get(nameOf(tab));
  undrawn.delete(nameOf(tab));
  drawing?.(panelOf(tab));
}

function open(tab) {
  // Replaced, not pushed: the way back leads off the page, not through every tab that was looked at.
  history.replaceState(null, '', `#${nameOf(tab)}`);
  select(tab);
}

function followAddress() {
  const named = tabs.find(tab => `#${nameOf(tab)}` === location.hash);
  if (named) select(named);
}

/** The skip link has done its work by now; the address shall name the tab again. */
function onHashChange() {
  followAddress();
  open(selected());
}

function onKey(event) {
  const index = tabs.indexOf(event.target);
  const to = { ArrowRight: index + 1, ArrowLeft: index - 1, Home: 0, End: tabs.length - 1 }[event.key];
  if (index < 0 || to === undefined) return;
  event.preventDefault();
  const tab = tabs.at(to % tabs.length);
  tab.focus();
  open(tab);
}

export function mountTabs() {
  for (const tab of tabs) {
    tab.addEventListener('click', () => open(tab));
    tab.addEventListener('keydown', onKey);
  }
  window.addEventListener('hashchange', onHashChange);
  followAddress();
}

/** Takes what draws each panel, which happens when it is first shown. */
export function fillTabs(drawings) {
  for (const [name, drawing] of Object.entries(drawings)) undrawn.set(name, drawing);
  draw(selected());
}
