import QtQuick
import "../theme"

// Running text. `quiet` for what is read second.
Text {
    property bool quiet: false

    color: quiet ? Theme.quietInk : Theme.ink
    font.family: Theme.family
    font.pixelSize: Theme.body
    lineHeight: 1.25
    wrapMode: Text.Wrap
    textFormat: Text.PlainText
    Accessible.role: Accessible.StaticText
    Accessible.name: text
}
