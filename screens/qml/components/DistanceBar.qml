pragma ComponentBehavior: Bound

import QtQuick
import "../theme"

// How different two faces are, on the part of the scale that matters, with the machine's thresholds. Each zone says in
// words what it means.
Item {
    id: bar

    property real distance: 0
    property real threshold: 0
    property real limit: 0
    readonly property bool doubt: limit > threshold
    readonly property real step: Math.max(limit - threshold, threshold * 0.2, 0.01)
    readonly property real start: Math.max(0, Math.min(threshold - 2 * step, distance - step / 2))
    readonly property real end: Math.max(limit + 2 * step, distance + step / 2)

    function at(value: real): real {
        return width * Math.max(0, Math.min(1, (value - start) / (end - start)));
    }

    implicitHeight: zones.y + zones.height + Theme.mm(14)
    Accessible.role: Accessible.StaticText
    Accessible.name: caption.text

    BodyText {
        id: caption

        width: parent.width
        text: qsTr("差异 %1（越小越像）").arg(bar.distance.toFixed(2))
        font.weight: Font.Medium
        Accessible.ignored: true
    }

    Icon {
        x: bar.at(bar.distance) - width / 2
        y: caption.height
        name: "down"
        size: Theme.mm(12)
        weight: 4
        color: Theme.ink
    }

    Item {
        id: zones

        y: caption.height + Theme.mm(10)
        width: parent.width
        height: Theme.mm(18)

        Zone {
            width: bar.at(bar.threshold)
            words: qsTr("像")
            tone: Theme.good
            ground: Theme.goodSoft
        }

        Zone {
            x: bar.at(bar.threshold)
            width: bar.at(bar.limit) - x
            visible: bar.doubt
            words: qsTr("不确定")
            tone: Theme.warn
            ground: Theme.warnSoft
        }

        Zone {
            x: bar.at(bar.limit)
            width: bar.width - x
            words: qsTr("不像")
            tone: Theme.danger
            ground: Theme.dangerSoft
        }
    }

    Mark {
        value: bar.threshold
    }

    Mark {
        value: bar.limit
        visible: bar.doubt
    }

    component Zone: Rectangle {
        id: zone

        property string words
        property color tone
        property color ground

        height: parent.height
        color: ground
        border.width: Theme.stroke
        border.color: tone

        Text {
            anchors.centerIn: parent
            width: parent.width - Theme.mm(3)
            horizontalAlignment: Text.AlignHCenter
            text: zone.words
            color: zone.tone
            font.family: Theme.family
            font.pixelSize: Theme.small
            font.weight: Font.Medium
            fontSizeMode: Text.HorizontalFit
            minimumPixelSize: Theme.mm(6)
            textFormat: Text.PlainText
            Accessible.ignored: true
        }
    }

    component Mark: BodyText {
        property real value

        x: bar.at(value) - width / 2
        y: zones.y + zones.height
        text: value.toFixed(2)
        quiet: true
        font.pixelSize: Theme.mm(6.5)
        Accessible.ignored: true
    }
}
