pragma Singleton

import QtQuick

// The one source of sizes and colours. One instance per engine, and so per screen; the host sets the writable part.
// Sizes are given in millimetres and come out in pixels. Text is never below 6 mm; colours keep 7:1.
QtObject {
    // Set by the host.
    property real pixelsPerMm: 3.21
    property bool elder: false
    property bool highContrast: false
    property bool seated: false
    property real seatedTopMm: 0 // how much of the panel lies above a seated person's reach
    property string family: "Noto Sans SC"

    readonly property real letters: elder ? 1.5 : 1
    readonly property real bigLetters: elder ? 1.25 : 1 // what is large already grows less

    // Text, in pixels
    readonly property int small: mm(7.8 * letters)
    readonly property int body: mm(9 * letters)
    readonly property int lead: mm(11 * letters)
    readonly property int heading: mm(13.5 * bigLetters)
    readonly property int title: mm(18.5 * bigLetters)
    readonly property int number: mm(24 * bigLetters)

    // Targets and room, in pixels
    readonly property int target: mm(16)
    readonly property int mainTarget: mm(27)
    readonly property int margin: mm(20)
    readonly property int gap: mm(8)
    readonly property int hairline: Math.max(1, mm(0.4))
    readonly property int stroke: Math.max(2, mm(0.8))
    readonly property int radius: mm(3)

    // Colours
    readonly property color ground: highContrast ? "#000000" : "#f7f4ee"
    readonly property color surface: highContrast ? "#000000" : "#ffffff"
    readonly property color ink: highContrast ? "#ffffff" : "#18222d"
    readonly property color quietInk: highContrast ? "#ffffff" : "#414b57"
    readonly property color line: highContrast ? "#ffffff" : "#d9d2c5"
    readonly property color edge: highContrast ? "#ffffff" : "#6d7680"
    readonly property color accent: highContrast ? "#ffe100" : "#0b4a66"
    readonly property color pressed: highContrast ? "#fff6a8" : "#07354a"
    readonly property color inkOnAccent: highContrast ? "#000000" : "#ffffff"
    readonly property color accentSoft: highContrast ? "#000000" : "#e4eef2"
    readonly property color good: highContrast ? "#8effa8" : "#12502c"
    readonly property color goodSoft: highContrast ? "#000000" : "#e5f1e8"
    readonly property color warn: highContrast ? "#ffd37a" : "#6b3500"
    readonly property color warnSoft: highContrast ? "#000000" : "#fbf0dc"
    readonly property color danger: highContrast ? "#ffb4ac" : "#8a1717"
    readonly property color dangerSoft: highContrast ? "#000000" : "#fbeae8"
    readonly property color inkOnDanger: highContrast ? "#000000" : "#ffffff"
    readonly property color banner: highContrast ? "#000000" : "#0b4a66"
    readonly property color inkOnBanner: "#ffffff"
    readonly property color cameraLight: highContrast ? "#ff5a4d" : "#c81e1e" // a sign, no letters
    readonly property color scrim: highContrast ? "#000000" : "#2b3640"

    function mm(value: real): int {
        return Math.round(value * pixelsPerMm);
    }
}
