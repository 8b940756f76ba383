import QtQuick
import "../theme"

// A heading. `size` of the theme; the page's own title is the largest.
Text {
    property int size: Theme.heading

    color: Theme.ink
    font.family: Theme.family
    font.pixelSize: size
    font.weight: Font.Bold
    lineHeight: 1.15
    wrapMode: Text.Wrap
    textFormat: Text.PlainText
    Accessible.role: Accessible.Heading
    Accessible.name: text
}
