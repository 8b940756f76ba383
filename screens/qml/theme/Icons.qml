pragma Singleton

import QtQuick

// Line icons on a grid of 24, drawn with one stroke; SVG path data.
QtObject {
    id: icons

    readonly property string printer: "M7 9V3.5h10V9 M7 17H4.5a1.5 1.5 0 0 1-1.5-1.5v-5A1.5 1.5 0 0 1 4.5 9h15a1.5 1.5 0 0 1 1.5 1.5v5a1.5 1.5 0 0 1-1.5 1.5H17 M7 14h10v6.5H7z M17 11.7h.8"
    readonly property string form: "M6 3.5h9l4 4v13H6z M14.5 3.5V8H19 M9 12h7 M9 15.5h7 M9 8.5h2.5"
    readonly property string ticket: "M4 7h16v3.3a1.8 1.8 0 0 0 0 3.5V17H4v-3.2a1.8 1.8 0 0 0 0-3.5z M9.5 7v2 M9.5 11v2 M9.5 15v2 M13 12h4"
    readonly property string progress: "M5 6.5a1.5 1.5 0 1 0 0-.01z M5 12a1.5 1.5 0 1 0 0-.01z M5 17.5a1.5 1.5 0 1 0 0-.01z M10 6.5h10 M10 12h10 M10 17.5h6"
    readonly property string card: "M3 5.5h18v13H3z M8.5 9a1.8 1.8 0 1 1-.01 0z M5.6 15.8c.4-1.7 1.5-2.5 2.9-2.5s2.5.8 2.9 2.5 M14 9.500h4.5 M14 12.500h4.5 M14 15.500h2.5"
    readonly property string phone: "M7.5 2.500h9v19h-9z M11 18.500h2"
    readonly property string person: "M12 4a3.7 3.7 0 1 1-.01 0z M4.5 20.500c.6-4.3 3.5-6.3 7.5-6.300s6.9 2 7.5 6.3"
    readonly property string check: "M4.5 12.500l5 5 10-11"
    readonly property string cross: "M5.5 5.500l13 13 M18.5 5.500l-13 13"
    readonly property string warn: "M12 3.500l9.5 17h-19z M12 10v5 M12 17.600v.4"
    readonly property string info: "M12 3a9 9 0 1 1-.01 0z M12 11v6 M12 7.300v.4"
    readonly property string back: "M10.5 5l-7 7 7 7 M3.8 12H21"
    readonly property string next: "M13.5 5l7 7-7 7 M20.2 12H3"
    readonly property string leave: "M14 4H5v16h9 M10.5 12H21 M17 7.500l4.5 4.5-4.5 4.5"
    readonly property string up: "M5 15l7-7 7 7"
    readonly property string down: "M5 9l7 7 7-7"
    readonly property string right: "M9 5l7 7-7 7"
    readonly property string eye: "M2.5 12C5 7.8 8.2 5.8 12 5.800s7 2 9.5 6.200c-2.5 4.2-5.7 6.2-9.5 6.200S5 16.2 2.5 12z M12 9.200a2.8 2.8 0 1 1-.01 0z"
    readonly property string erase: "M8.5 5.500H21v13H8.500L2.5 12z M11.5 9l6 6 M17.5 9l-6 6"
    readonly property string letters: "M2.5 19L8 5l5.5 14 M4.4 14.500h7.2 M15 19l3.3-8.500L21.6 19 M16.1 16.300h4.4"
    readonly property string contrast: "M12 3a9 9 0 1 1-.01 0z M12 3.200v17.6 M14.5 4.500v15 M17 6.200v11.6 M19.3 9v6"
    readonly property string seat: "M8.5 3.200a1.5 1.5 0 1 1-.01 0z M8.5 8v6h6.500l3 5.5 M8.5 10.500h5 M6 11.500a5.3 5.3 0 1 0 7.5 6"
    readonly property string globe: "M12 3a9 9 0 1 1-.01 0z M3.2 12h17.6 M12 3c-5 5.5-5 12.5 0 18 M12 3c5 5.5 5 12.5 0 18"
    readonly property string clock: "M12 3a9 9 0 1 1-.01 0z M12 7v5.300l3.5 2.2"
    readonly property string pen: "M4 20l1-4.500L16.5 4l3.5 3.500L8.5 19z M14 6.500l3.5 3.5"
    readonly property string help: "M12 3a9 9 0 1 1-.01 0z M9.3 9.500c.2-3.3 5.5-3.2 5.5 0 0 2.3-2.8 2.2-2.8 4.5 M12 16.800v.4"
    readonly property string paper: "M6 3h12v18H6z M9 8h6 M9 12h6 M9 16h3"
    readonly property string home: "M3.5 11.500L12 4l8.5 7.5 M6 9.800V20h12V9.8 M10 20v-5.500h4V20"
    readonly property string pause: "M12 3a9 9 0 1 1-.01 0z M9.8 8.500v7 M14.2 8.500v7"
    readonly property string desk: "M3 13h18v7 M3 13v7 M3 16h18 M12 4a2 2 0 1 1-.01 0z M8 13c.3-2.6 1.8-4 4-4s3.7 1.4 4 4"
    readonly property string place: "M12 21.500c-4.5-5-7-8.5-7-11.500a7 7 0 0 1 14 0c0 3-2.5 6.5-7 11.500z M12 7.500a2.5 2.5 0 1 1-.01 0z"
    readonly property string lock: "M5.5 11h13v9.500h-13z M8.5 11V7.500a3.5 3.5 0 0 1 7 0V11 M12 14.500v2.5"
    readonly property string minus: "M5 12h14"
    readonly property string plus: "M5 12h14 M12 5v14"
    readonly property string hand: "M9.5 13.500V5.300a1.5 1.5 0 0 1 3 0V11l5.6 1.200c1.1.3 1.8 1.2 1.6 2.400L18.8 21H11l-4.8-5.600c-.9-1.1.4-2.7 1.7-2z"
    readonly property string sound: "M4 9.500v5h3.500l5 4v-13l-5 4z M16 9c1.6 1.8 1.6 4.2 0 6 M18.5 6.500c3 3.3 3 7.7 0 11"
    readonly property string zoom: "M10.5 4a6.5 6.5 0 1 1-.01 0z M15.3 15.300L21 21 M10.5 7.500v6 M7.5 10.500h6"
    readonly property string camera: "M3 7.500h4.500L9 5h6l1.5 2.500H21v12H3z M12 9.500a3.7 3.7 0 1 1-.01 0z"
    readonly property string turn: "M19.500 12a7.500 7.500 0 1 1-2.600-5.700 M17.500 2.500v4.500H13"
    readonly property string face: "M12 2.6c4.4 0 7.2 3.3 7.2 8.2 0 5.9-3.3 10.6-7.2 10.6s-7.2-4.7-7.2-10.6c0-4.9 2.8-8.2 7.2-8.2z M8.9 9.2c0.44 0 0.8 0.45 0.8 1 0 0.55 -0.36 1 -0.8 1 -0.44 0 -0.8 -0.45 -0.8 -1 0 -0.55 0.36 -1 0.8 -1z M15.1 9.2c0.44 0 0.8 0.45 0.8 1 0 0.55 -0.36 1 -0.8 1 -0.44 0 -0.8 -0.45 -0.8 -1 0 -0.55 0.36 -1 0.8 -1z M12 12v2 M9.4 16.8q2.6 1.7 5.2 0"
    readonly property string faceBlink: "M12 2.6c4.4 0 7.2 3.3 7.2 8.2 0 5.9-3.3 10.6-7.2 10.6s-7.2-4.7-7.2-10.6c0-4.9 2.8-8.2 7.2-8.2z M7.3 10q1.6 1.7 3.2 0 M13.5 10q1.6 1.7 3.2 0 M12 12v2 M9.4 16.8q2.6 1.7 5.2 0"
    readonly property string faceMouth: "M12 2.6c4.4 0 7.2 3.3 7.2 8.2 0 5.9-3.3 10.6-7.2 10.6s-7.2-4.7-7.2-10.6c0-4.9 2.8-8.2 7.2-8.2z M8.9 9.2c0.44 0 0.8 0.45 0.8 1 0 0.55 -0.36 1 -0.8 1 -0.44 0 -0.8 -0.45 -0.8 -1 0 -0.55 0.36 -1 0.8 -1z M15.1 9.2c0.44 0 0.8 0.45 0.8 1 0 0.55 -0.36 1 -0.8 1 -0.44 0 -0.8 -0.45 -0.8 -1 0 -0.55 0.36 -1 0.8 -1z M12 12v2 M12 15c1.05 0 1.9 1.03 1.9 2.3 0 1.27 -0.85 2.3 -1.9 2.3 -1.05 0 -1.9 -1.03 -1.9 -2.3 0 -1.27 0.85 -2.3 1.9 -2.3z"
    readonly property string faceLeft: "M12 2.6c4.4 0 7.2 3.3 7.2 8.2 0 5.9-3.3 10.6-7.2 10.6s-7.2-4.7-7.2-10.6c0-4.9 2.8-8.2 7.2-8.2z M19.2 9.8c1.9-.6 1.9 3.8-.3 3.9 M6.9 9.2c0.33 0 0.6 0.45 0.6 1 0 0.55 -0.27 1 -0.6 1 -0.33 0 -0.6 -0.45 -0.6 -1 0 -0.55 0.27 -1 0.6 -1z M12 9.2c0.44 0 0.8 0.45 0.8 1 0 0.55 -0.36 1 -0.8 1 -0.44 0 -0.8 -0.45 -0.8 -1 0 -0.55 0.36 -1 0.8 -1z M8.800 11.800l-1.500 2.400h1.500 M7.300 17q1.900 1.300 3.900 -.1"
    readonly property string faceRight: "M12 2.6 c-4.4 0 -7.2 3.3 -7.2 8.2 -0 5.9 3.3 10.6 7.2 10.6 s7.2 -4.7 7.2 -10.6 c-0 -4.9 -2.8 -8.2 -7.2 -8.2 z M4.8 9.8 c-1.9 -0.6 -1.9 3.8 0.3 3.9 M17.1 9.2 c-0.33 0 -0.6 0.45 -0.6 1 -0 0.55 0.27 1 0.6 1 0.33 0 0.6 -0.45 0.6 -1 -0 -0.55 -0.27 -1 -0.6 -1 z M12 9.2 c-0.44 0 -0.8 0.45 -0.8 1 -0 0.55 0.36 1 0.8 1 0.44 0 0.8 -0.45 0.8 -1 -0 -0.55 -0.36 -1 -0.8 -1 z M15.2 11.8 l1.5 2.4 h-1.5 M16.7 17 q-1.9 1.3 -3.9 -0.1"
    readonly property string look: "M3 8V4.500A1.500 1.500 0 0 1 4.500 3H8 M16 3h3.500A1.500 1.500 0 0 1 21 4.500V8 M21 16v3.500a1.500 1.500 0 0 1-1.500 1.500H16 M8 21H4.500A1.500 1.500 0 0 1 3 19.500V16 M8.800 9v1.500 M15.200 9v1.500 M12 9v4h-1 M8.500 15.500q3.500 2.500 7 0"

    function path(name: string): string {
        return icons[name] ?? "";
    }
}
