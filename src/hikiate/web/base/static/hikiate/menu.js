// On a narrow screen the menu begins folded, so that the page itself comes first; without scripts it stays open.
const menu = document.querySelector("nav.menu details");
if (menu && window.matchMedia("(max-width: 48rem)").matches) menu.open = false;
